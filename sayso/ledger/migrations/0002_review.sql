-- What persons decided about claims. Decisions are only added; undoing is a decision as well. What a text shows after
-- them is a reading of its own (reading.base_id tells of which), made from the reader's and the decisions, so that search
-- knows nothing of them; it can be thrown away and made again.

CREATE TABLE decision (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice, since the log tells of it
    key TEXT NOT NULL UNIQUE,
    text_id INTEGER NOT NULL REFERENCES text (id),
    subject TEXT NOT NULL, -- the claim's key when it was first decided; equal for all decisions on one claim
    claim TEXT NOT NULL, -- the claim's key after this decision
    verdict TEXT NOT NULL CHECK (verdict IN ('accept', 'correct', 'add', 'reject', 'unsure', 'note', 'undo')),
    reviewer TEXT NOT NULL,
    at TEXT NOT NULL,
    why TEXT,
    undoes TEXT, -- key of a decision
    previous TEXT, -- key of the decision on the same claim before this one
    day TEXT, -- of the publication that was looked at
    given TEXT, -- JSON: the claim as the reader gave it then
    decided TEXT, -- JSON: the claim as the person wants it
    salt BLOB NOT NULL
) STRICT;
CREATE INDEX decision_of_text ON decision (text_id, at, id);
CREATE INDEX decision_subject ON decision (subject);
CREATE INDEX decision_claim ON decision (claim);

CREATE TRIGGER decision_no_update BEFORE UPDATE ON decision
BEGIN
    SELECT RAISE(ABORT, 'decisions are only added');
END;

ALTER TABLE reading ADD COLUMN base_id INTEGER REFERENCES reading (id);
CREATE UNIQUE INDEX reading_of_base ON reading (base_id) WHERE base_id IS NOT NULL;

-- Where a person decided: in readings with a base how the claim stands, in their bases which claims were rejected.
ALTER TABLE claim ADD COLUMN verdict TEXT CHECK (verdict IN ('accepted', 'corrected', 'own', 'unsure', 'rejected'));
ALTER TABLE claim ADD COLUMN decision_id INTEGER REFERENCES decision (id);
CREATE INDEX claim_decision ON claim (decision_id) WHERE decision_id IS NOT NULL;
CREATE INDEX claim_undecided ON claim (confidence, id) WHERE current AND verdict IS NULL;

-- Rejected claims stay to be found, by those who ask for them.
DROP VIEW claim_index;
CREATE VIEW claim_index AS
SELECT claim.id, claim.content, coalesce(claim.name || ' | ', '') || coalesce(claim.speaker, '') AS source,
    coalesce(claim.cue, '') AS cue, claim.places AS place,
    claim.facets || ' ' || text.facets || coalesce(' verdict' || claim.verdict || '0', '') AS facets
FROM claim JOIN text ON text.id = claim.text_id
WHERE claim.current OR claim.verdict = 'rejected';

DROP VIEW claims;
CREATE VIEW claims AS
SELECT claim.key AS claim, first.day AS published, outlet.name AS outlet, source.label AS source, claim.record,
    claim.cue, claim.content, claim.force, claim.form, claim.polarity, claim.hedges, claim.term AS certainty,
    claim.band_low AS at_least, claim.band_high AS at_most, claim.horizon,
    claim.said, claim.said_from, claim.said_to, claim.about, claim.about_from, claim.about_to, claim.due,
    nullif(claim.places, '') AS places, claim.voice, parent.key AS within, round(claim.confidence, 3) AS confidence,
    first.title, first.url, first.key AS article, claim.verdict, decision.reviewer AS decided_by,
    decision.at AS decided_at
FROM claim
JOIN text ON text.id = claim.text_id
JOIN publication AS first ON first.id = text.first
LEFT JOIN outlet ON outlet.id = first.outlet_id
LEFT JOIN source ON source.id = claim.source_id
LEFT JOIN claim AS parent ON parent.id = claim.parent_id
LEFT JOIN decision ON decision.id = claim.decision_id
WHERE claim.current;

DROP VIEW articles;
CREATE VIEW articles AS
SELECT publication.key AS article, publication.day AS published, outlet.name AS outlet, publication.title,
    publication.url, publication.name, text.characters,
    (SELECT count(*) FROM claim WHERE claim.reading_id = coalesce(
        (SELECT id FROM reading AS shown WHERE shown.base_id = publication.reading_id), publication.reading_id)
    ) AS claims,
    (SELECT count(*) FROM publication AS other WHERE other.text_id = text.id) AS publications_of_text,
    (SELECT count(*) FROM twin WHERE twin.text_id = text.id)
        + (SELECT count(*) FROM twin WHERE twin.other_id = text.id) AS near_duplicates,
    reading.language, reading.reader, publication.added, text.sha256 AS text
FROM publication
JOIN text ON text.id = publication.text_id
JOIN reading ON reading.id = publication.reading_id
LEFT JOIN outlet ON outlet.id = publication.outlet_id;

DROP VIEW places;
CREATE VIEW places AS
SELECT place.name AS place, place.country, place.latitude, place.longitude,
    (SELECT count(*) FROM claim_place JOIN claim ON claim.id = claim_place.claim_id
        WHERE claim_place.place_id = place.id AND claim.current) AS claims
FROM place;

-- Every decision of a person, the latest last.
CREATE VIEW decisions AS
SELECT decision.key AS decision, decision.at, decision.reviewer, decision.verdict, decision.why, decision.claim,
    decision.undoes, first.key AS article, first.title
FROM decision
JOIN text ON text.id = decision.text_id
JOIN publication AS first ON first.id = text.first;

INSERT INTO description (of, item, says) VALUES
    ('claims', 'verdict', 'What a person decided: accepted, corrected, own (nobody but the person gave it) or unsure.'),
    ('claims', 'decided_by', 'Who decided.'),
    ('claims', 'decided_at', 'When it was decided, in UTC.'),
    ('decisions', '', 'Every decision of a person about a claim; the later one counts.'),
    ('decisions', 'claim', 'The claim''s key after the decision.'),
    ('decisions', 'undoes', 'The decision that this one takes back.');
