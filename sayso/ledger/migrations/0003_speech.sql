-- Who speaks where the text names no source beside the words: in a turn of a transcript, in an address, in what an office
-- publishes. What a reader made of a text stays as it is; this stands beside it, and is made again from text and rules.

-- What users of this ledger said: for whom an outlet speaks (office), and by which other names somebody is known (name).
CREATE TABLE rule (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice, since the log tells of it
    kind TEXT NOT NULL CHECK (kind IN ('office', 'name')),
    name TEXT NOT NULL COLLATE NOCASE, -- an outlet's, or a person's other one
    person TEXT NOT NULL,
    salt BLOB NOT NULL,
    added TEXT NOT NULL,
    UNIQUE (kind, name)
) STRICT;

-- Current claims alone. Rows are removed before their claim is changed in any way, and made again after.
CREATE TABLE speech (
    claim_id INTEGER PRIMARY KEY REFERENCES claim (id) ON UPDATE CASCADE,
    source_id INTEGER NOT NULL REFERENCES source (id),
    basis TEXT NOT NULL CHECK (basis IN ('turn', 'address', 'message', 'office'))
) STRICT;
CREATE INDEX speech_of ON speech (source_id, claim_id);

-- What an office tells in its own words is not counted as said by the person.
CREATE TRIGGER speech_counted AFTER INSERT ON speech
WHEN NEW.basis <> 'office'
BEGIN
    UPDATE source SET claims = claims + 1 WHERE id = NEW.source_id;
    INSERT INTO source_month SELECT
        NEW.source_id, coalesce(strftime('%Y-%m', nullif(claim.id >> 32, 0) + 1721424.5), ''),
        coalesce(claim.force, ''), coalesce(claim.term, ''), 1
    FROM claim WHERE claim.id = NEW.claim_id
    ON CONFLICT DO UPDATE SET claims = claims + 1;
END;

CREATE TRIGGER speech_uncounted BEFORE DELETE ON speech
WHEN OLD.basis <> 'office'
BEGIN
    UPDATE source SET claims = claims - 1 WHERE id = OLD.source_id;
    UPDATE source_month SET claims = claims - 1
    WHERE source_id = OLD.source_id
        AND (month, force, term) = (
            SELECT coalesce(strftime('%Y-%m', nullif(claim.id >> 32, 0) + 1721424.5), ''), coalesce(claim.force, ''),
                coalesce(claim.term, '')
            FROM claim WHERE claim.id = OLD.claim_id);
END;

DROP VIEW claim_index;
CREATE VIEW claim_index AS
SELECT claim.id, claim.content,
    coalesce(claim.name || ' | ', '') || coalesce(claim.speaker, '') || coalesce(' | ' || speaking.label, '') AS source,
    coalesce(claim.cue, '') AS cue, claim.places AS place,
    claim.facets || ' ' || text.facets || coalesce(' verdict' || claim.verdict || '0', '') AS facets
FROM claim JOIN text ON text.id = claim.text_id
LEFT JOIN speech ON speech.claim_id = claim.id
LEFT JOIN source AS speaking ON speaking.id = speech.source_id
WHERE claim.current OR claim.verdict = 'rejected';

DROP VIEW claims;
CREATE VIEW claims AS
SELECT claim.key AS claim, first.day AS published, outlet.name AS outlet, source.label AS source, claim.record,
    speaking.label AS spoken_by, speech.basis AS spoken_in,
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
LEFT JOIN speech ON speech.claim_id = claim.id
LEFT JOIN source AS speaking ON speaking.id = speech.source_id
LEFT JOIN claim AS parent ON parent.id = claim.parent_id
LEFT JOIN decision ON decision.id = claim.decision_id
WHERE claim.current;

DROP VIEW sources;
CREATE VIEW sources AS
SELECT source.label AS source, source.claims,
    date(nullif((SELECT min(id) FROM (
        SELECT min(id) AS id FROM claim WHERE source_id = source.id AND current
        UNION ALL SELECT min(claim_id) FROM speech WHERE speech.source_id = source.id)) >> 32, 0) + 1721424.5)
        AS first_published,
    date(nullif((SELECT max(id) FROM (
        SELECT max(id) AS id FROM claim WHERE source_id = source.id AND current
        UNION ALL SELECT max(claim_id) FROM speech WHERE speech.source_id = source.id)) >> 32, 0) + 1721424.5)
        AS last_published
FROM source
WHERE source.claims > 0;

-- Outlets that speak for somebody.
CREATE VIEW offices AS
SELECT rule.name AS outlet, rule.person, rule.added,
    (SELECT count(*) FROM publication JOIN outlet ON outlet.id = publication.outlet_id
        WHERE outlet.name = rule.name COLLATE NOCASE) AS articles
FROM rule
WHERE rule.kind = 'office';

-- Other names of somebody.
CREATE VIEW names AS
SELECT rule.name, rule.person, rule.added
FROM rule
WHERE rule.kind = 'name';

INSERT INTO description (of, item, says) VALUES
    ('claims', 'spoken_by', 'Who speaks, where the text gives the words to no other source: see spoken_in.'),
    ('claims', 'spoken_in', 'turn: under this name in a transcript. address: in the first person, published by the speaker''s office. message: in a message of whom the office speaks for. office: told by the office in its own words.'),
    ('offices', '', 'Outlets that speak for somebody, as a user of this ledger said.'),
    ('offices', 'person', 'For whom the outlet speaks.'),
    ('offices', 'articles', 'How many publications of the outlet are here.'),
    ('names', '', 'Other names under which searches find somebody, as a user of this ledger said.');
