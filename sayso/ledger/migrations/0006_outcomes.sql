-- What came of what was foretold. A prediction is frozen when it comes in: later readings of its text change nothing of
-- it. Outcomes and grades that persons give are only added; taking back is a row as well.

CREATE TABLE prediction (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice, since the log tells of it
    key TEXT NOT NULL UNIQUE, -- the claim's when it was frozen
    text_id INTEGER NOT NULL REFERENCES text (id),
    reading_id INTEGER REFERENCES reading (id), -- that gave it; null for a person's own and for another ledger's
    decision TEXT, -- key of the decision that gave it instead
    reader TEXT NOT NULL, -- digest of the reader whose reading it is, or lies under the decision
    day TEXT, -- on which it was said, or first published where no words tell when
    voice TEXT NOT NULL,
    source TEXT,
    record TEXT,
    cue TEXT,
    content TEXT NOT NULL,
    force TEXT,
    polarity TEXT,
    horizon TEXT,
    hedges TEXT,
    term TEXT,
    band_low REAL,
    band_high REAL,
    denied INTEGER NOT NULL CHECK (denied IN (0, 1)), -- foretells that the content will not come true
    due TEXT, -- null: the end is open
    spans TEXT NOT NULL, -- JSON: {"content": [[start, end], …], "source": …, "cue": …}, which with the text give the key
    at TEXT NOT NULL, -- when it was frozen
    salt BLOB NOT NULL
) STRICT;
CREATE INDEX prediction_of_text ON prediction (text_id);
CREATE INDEX prediction_due ON prediction (due);

CREATE TRIGGER prediction_no_update BEFORE UPDATE ON prediction
BEGIN
    SELECT RAISE(ABORT, 'predictions are frozen');
END;

-- Keys under which later readings, or persons' corrections, hold a prediction; made again from texts and readings.
CREATE TABLE prediction_claim (
    claim TEXT PRIMARY KEY,
    prediction_id INTEGER NOT NULL REFERENCES prediction (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX prediction_claim_of ON prediction_claim (prediction_id);

CREATE TABLE resolution (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice, since the log tells of it
    key TEXT NOT NULL UNIQUE,
    text_id INTEGER NOT NULL REFERENCES text (id),
    claim TEXT NOT NULL, -- the prediction's key, or that of another claim that was settled
    outcome TEXT NOT NULL CHECK (outcome IN ('yes', 'no', 'ambiguous', 'annulled', 'undo')),
    resolver TEXT NOT NULL,
    at TEXT NOT NULL,
    why TEXT NOT NULL,
    evidence TEXT NOT NULL, -- addresses and keys of claims, apart by spaces; '' for none
    question TEXT, -- that was settled as a whole
    undoes TEXT, -- key of the resolution that this one takes back
    previous TEXT, -- key of the one on the same claim before
    is_prediction INTEGER NOT NULL CHECK (is_prediction IN (0, 1)),
    denied INTEGER NOT NULL CHECK (denied IN (0, 1)), -- like the following, as it stood when it was settled
    hedges TEXT,
    term TEXT,
    band_low REAL,
    band_high REAL,
    due TEXT,
    day TEXT,
    salt BLOB NOT NULL
) STRICT;
CREATE INDEX resolution_of ON resolution (claim, at);
CREATE INDEX resolution_of_text ON resolution (text_id);
CREATE INDEX resolution_undoes ON resolution (undoes) WHERE undoes IS NOT NULL;

CREATE TRIGGER resolution_no_update BEFORE UPDATE ON resolution
BEGIN
    SELECT RAISE(ABORT, 'resolutions are only added');
END;

CREATE TABLE grade_override (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice, since the log tells of it
    key TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('source', 'claim')),
    subject TEXT NOT NULL, -- a source's wording in small letters, or a claim's key
    label TEXT NOT NULL, -- the same to be shown
    text_id INTEGER REFERENCES text (id), -- of the claim
    grade TEXT, -- A to F, or 1 to 6; null where one is taken back
    reviewer TEXT NOT NULL,
    at TEXT NOT NULL,
    why TEXT NOT NULL,
    undoes TEXT,
    previous TEXT,
    salt BLOB NOT NULL
) STRICT;
CREATE INDEX grade_override_of ON grade_override (kind, subject, at);

CREATE TRIGGER grade_override_no_update BEFORE UPDATE ON grade_override
BEGIN
    SELECT RAISE(ABORT, 'grades are only added');
END;

-- Every prediction as it was frozen, with what came of it.
CREATE VIEW predictions AS
SELECT prediction.key AS claim, prediction.day AS said, outlet.name AS outlet, prediction.source, prediction.record,
    prediction.force, prediction.content, prediction.hedges, prediction.term AS certainty,
    prediction.band_low AS at_least, prediction.band_high AS at_most, prediction.denied, prediction.due, prediction.at
        AS frozen_at, done.outcome, done.resolver AS resolved_by, done.at AS resolved_at, done.why, done.evidence,
    first.title, first.key AS article
FROM prediction
JOIN text ON text.id = prediction.text_id
JOIN publication AS first ON first.id = text.first
LEFT JOIN outlet ON outlet.id = first.outlet_id
LEFT JOIN resolution AS done ON done.id = (
    SELECT one.id FROM resolution AS one
    WHERE one.claim = prediction.key AND one.outcome <> 'undo'
        AND NOT EXISTS (SELECT 1 FROM resolution AS back WHERE back.undoes = one.key)
    ORDER BY one.at DESC, one.id DESC LIMIT 1);

-- Every outcome that a person gave or took back, the latest last.
CREATE VIEW resolutions AS
SELECT resolution.key AS resolution, resolution.at, resolution.resolver, resolution.claim, resolution.outcome,
    resolution.why, resolution.evidence, resolution.question, resolution.undoes, resolution.term AS certainty,
    resolution.band_low AS at_least, resolution.band_high AS at_most, resolution.denied, resolution.due,
    first.key AS article
FROM resolution
JOIN text ON text.id = resolution.text_id
JOIN publication AS first ON first.id = text.first;

-- Every grade that a person set or took back, the latest last.
CREATE VIEW grades AS
SELECT key AS setting, at, reviewer, kind, label AS subject, grade, why, undoes
FROM grade_override;

INSERT INTO description (of, item, says) VALUES
    ('predictions', '', 'Every claim about what was to come, frozen as it was first read, with what came of it.'),
    ('predictions', 'claim', 'The claim''s key when it was frozen.'),
    ('predictions', 'said', 'The day on which it was said, or first published where no words tell.'),
    ('predictions', 'outlet', 'Who first published the text.'),
    ('predictions', 'source', 'Who foretold it, by the fullest name the article gives; null for the outlet itself.'),
    ('predictions', 'record', 'What is known of the source.'),
    ('predictions', 'force', 'What the cue does.'),
    ('predictions', 'content', 'What was foretold, in the text''s words.'),
    ('predictions', 'hedges', 'The words that tell how sure.'),
    ('predictions', 'certainty', 'The term of the scale of ICD 203 for those words.'),
    ('predictions', 'at_least', 'Lower bound of the term''s probability.'),
    ('predictions', 'at_most', 'Upper bound of the term''s probability.'),
    ('predictions', 'denied', '1 where it was foretold that the content will not come true.'),
    ('predictions', 'due', 'Last day of its time; null where the end is open.'),
    ('predictions', 'frozen_at', 'When it was frozen, in UTC.'),
    ('predictions', 'outcome', 'Whether the content came true: yes, no, ambiguous or annulled; null while open.'),
    ('predictions', 'resolved_by', 'Who settled it.'),
    ('predictions', 'resolved_at', 'When it was settled, in UTC.'),
    ('predictions', 'why', 'The reason given.'),
    ('predictions', 'evidence', 'Addresses and claims that were named as evidence.'),
    ('predictions', 'title', 'Title of the text''s first publication.'),
    ('predictions', 'article', 'The text''s first publication.'),
    ('resolutions', '', 'Every outcome that a person gave or took back; the last that stands counts.'),
    ('resolutions', 'resolution', 'Its key.'),
    ('resolutions', 'at', 'When it was given, in UTC.'),
    ('resolutions', 'resolver', 'Who gave it.'),
    ('resolutions', 'claim', 'The claim''s key.'),
    ('resolutions', 'outcome', 'yes, no, ambiguous, annulled, or undo where one was taken back.'),
    ('resolutions', 'why', 'The reason given.'),
    ('resolutions', 'evidence', 'Addresses and claims that were named as evidence.'),
    ('resolutions', 'question', 'The question that was settled as a whole, if so.'),
    ('resolutions', 'undoes', 'The resolution that this one takes back.'),
    ('resolutions', 'certainty', 'The term that stood when it was settled.'),
    ('resolutions', 'at_least', 'Lower bound of its probability.'),
    ('resolutions', 'at_most', 'Upper bound of its probability.'),
    ('resolutions', 'denied', '1 where it was foretold that the content will not come true.'),
    ('resolutions', 'due', 'Last day of its time, as it stood when it was settled.'),
    ('resolutions', 'article', 'First publication of the text in which the claim stands.'),
    ('grades', '', 'Every grade that a person set or took back; all others are computed when asked for.'),
    ('grades', 'setting', 'Its key.'),
    ('grades', 'at', 'When it was set, in UTC.'),
    ('grades', 'reviewer', 'Who set it.'),
    ('grades', 'kind', 'source (reliability, A to F) or claim (credibility, 1 to 6).'),
    ('grades', 'subject', 'The source''s name, or the claim''s key.'),
    ('grades', 'grade', 'A to F or 1 to 6; null where one was taken back.'),
    ('grades', 'why', 'The reason given.'),
    ('grades', 'undoes', 'The setting that this one takes back.');
