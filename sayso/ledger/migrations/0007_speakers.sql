-- Who is who across articles. speaker, speaker_use and speaker_text are derived: made by `sayso link` from claims, lists
-- and what persons decided, and made again at will. speaker_decision holds what persons decided; rows are only added.

CREATE TABLE speaker (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE, -- made of the name in one form, or of article and wording where a source has none
    kind TEXT NOT NULL CHECK (kind IN ('person', 'body', 'several', 'unnamed')),
    name TEXT NOT NULL
) STRICT;

-- A wording in a text, with who that is. Uses of one block alone are compared with each other.
CREATE TABLE speaker_use (
    source_id INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
    text_id INTEGER NOT NULL REFERENCES text (id) ON DELETE CASCADE,
    block TEXT NOT NULL,
    sense TEXT NOT NULL, -- JSON: what the article tells of the wording
    day TEXT,
    claims INTEGER NOT NULL,
    said TEXT NOT NULL, -- JSON: hashes of longer contents, which tell copies; [] for sources with a name
    machine_id INTEGER REFERENCES speaker (id), -- who that is by the machine
    speaker_id INTEGER REFERENCES speaker (id), -- and after what persons decided
    verdict TEXT NOT NULL CHECK (verdict IN ('positive', 'unsure')),
    why TEXT NOT NULL,
    unsure TEXT NOT NULL, -- JSON: names of those who it may be
    decision TEXT, -- key of the decision by which speaker_id is another than machine_id
    PRIMARY KEY (source_id, text_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX speaker_use_text ON speaker_use (text_id);
CREATE INDEX speaker_use_block ON speaker_use (block);
CREATE INDEX speaker_use_speaker ON speaker_use (speaker_id, source_id);
CREATE INDEX speaker_use_machine ON speaker_use (machine_id);
CREATE INDEX speaker_use_decided ON speaker_use (decision) WHERE decision IS NOT NULL;

-- A speaker whose name may come from a text that goes leaves no trace.
CREATE TRIGGER speaker_gone AFTER DELETE ON speaker_use
BEGIN
    DELETE FROM speaker WHERE id IN (OLD.machine_id, OLD.speaker_id)
        AND NOT EXISTS (SELECT 1 FROM speaker_use WHERE speaker_id = speaker.id)
        AND NOT EXISTS (SELECT 1 FROM speaker_use WHERE machine_id = speaker.id);
END;

-- Which reading of a text was linked.
CREATE TABLE speaker_text (
    text_id INTEGER PRIMARY KEY REFERENCES text (id) ON DELETE CASCADE,
    reading_id INTEGER NOT NULL,
    digest TEXT NOT NULL
) STRICT;

CREATE TABLE speaker_decision (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice, since the log tells of it
    key TEXT NOT NULL UNIQUE,
    verdict TEXT NOT NULL CHECK (verdict IN ('same', 'other', 'undo')),
    one TEXT NOT NULL, -- a wording or a speaker's name, as it was given
    other TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    at TEXT NOT NULL,
    why TEXT,
    undoes TEXT, -- key of the decision that this one takes back
    salt BLOB NOT NULL
) STRICT;
CREATE INDEX speaker_decision_undoes ON speaker_decision (undoes) WHERE undoes IS NOT NULL;

CREATE TRIGGER speaker_decision_no_update BEFORE UPDATE ON speaker_decision
BEGIN
    SELECT RAISE(ABORT, 'decisions are only added');
END;

-- Everybody who speaks, under however many wordings.
CREATE VIEW speakers AS
SELECT speaker.key AS speaker, speaker.name, speaker.kind, found.wordings, found.articles, found.claims,
    found.first_published, found.last_published
FROM speaker
JOIN (
    SELECT speaker_id, count(DISTINCT source_id) AS wordings, count(DISTINCT text_id) AS articles,
        sum(claims) AS claims, min(day) AS first_published, max(day) AS last_published
    FROM speaker_use GROUP BY speaker_id) AS found ON found.speaker_id = speaker.id;

-- Every wording in every article, with who that is and why.
CREATE VIEW speaker_judgements AS
SELECT source.label AS source, first.key AS article, speaker.key AS speaker, speaker.name, speaker_use.verdict,
    speaker_use.why, nullif(speaker_use.unsure, '[]') AS may_be, speaker_use.claims, speaker_use.decision
FROM speaker_use
JOIN source ON source.id = speaker_use.source_id
JOIN text ON text.id = speaker_use.text_id
JOIN publication AS first ON first.id = text.first
JOIN speaker ON speaker.id = speaker_use.speaker_id;

-- Who says each claim, across articles.
CREATE VIEW claim_speakers AS
SELECT claim.key AS claim, speaker.key AS speaker, speaker.name, speaker.kind
FROM claim
LEFT JOIN speech ON speech.claim_id = claim.id AND speech.basis <> 'office'
JOIN speaker_use ON speaker_use.source_id = coalesce(speech.source_id, claim.source_id)
    AND speaker_use.text_id = claim.text_id
JOIN speaker ON speaker.id = speaker_use.speaker_id
WHERE claim.current;

-- What persons decided about speakers, the latest last.
CREATE VIEW speaker_decisions AS
SELECT key AS decision, at, reviewer, verdict, one, other, why, undoes
FROM speaker_decision;

INSERT INTO description (of, item, says) VALUES
    ('speakers', '', 'Everybody who speaks, under however many wordings. Made by sayso link.'),
    ('speakers', 'speaker', 'Its key.'),
    ('speakers', 'name', 'The fullest name.'),
    ('speakers', 'kind', 'person, body, several (more than one at once) or unnamed.'),
    ('speakers', 'wordings', 'How many wordings stand for it.'),
    ('speakers', 'articles', 'In how many texts it speaks.'),
    ('speakers', 'claims', 'How many claims stand under it.'),
    ('speakers', 'first_published', 'Day of the first of these texts.'),
    ('speakers', 'last_published', 'Day of the last of these texts.'),
    ('speaker_judgements', '', 'Every wording of a source in every article, with who that is and why.'),
    ('speaker_judgements', 'source', 'The wording.'),
    ('speaker_judgements', 'article', 'First publication of the text.'),
    ('speaker_judgements', 'speaker', 'Key of the speaker; wordings of one speaker have one key.'),
    ('speaker_judgements', 'name', 'The speaker''s fullest name.'),
    ('speaker_judgements', 'verdict', 'positive, or unsure where several may be meant.'),
    ('speaker_judgements', 'why', 'The reason, for a person to check.'),
    ('speaker_judgements', 'may_be', 'Where it is unsure: who it may be, as JSON.'),
    ('speaker_judgements', 'claims', 'How many claims stand under the wording there.'),
    ('speaker_judgements', 'decision', 'A person''s decision that put it there.'),
    ('claim_speakers', '', 'Who says each claim, across articles.'),
    ('claim_speakers', 'claim', 'The claim''s key.'),
    ('claim_speakers', 'speaker', 'The speaker''s key.'),
    ('claim_speakers', 'name', 'The speaker''s fullest name.'),
    ('claim_speakers', 'kind', 'person, body, several or unnamed.'),
    ('speaker_decisions', '', 'What persons decided about speakers; the later one counts.'),
    ('speaker_decisions', 'decision', 'Its key.'),
    ('speaker_decisions', 'at', 'When it was made, in UTC.'),
    ('speaker_decisions', 'reviewer', 'Who made it.'),
    ('speaker_decisions', 'verdict', 'same, other, or undo where one was taken back.'),
    ('speaker_decisions', 'one', 'A wording or a speaker''s name.'),
    ('speaker_decisions', 'other', 'The wording or name that it is, or is not, one speaker with.'),
    ('speaker_decisions', 'why', 'The reason given.'),
    ('speaker_decisions', 'undoes', 'The decision that this one takes back.');
