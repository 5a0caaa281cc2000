-- The ledger's first form. Tables have singular names and are written by sayso alone; the views at the end have plural
-- ones and are meant to be read, by sayso, Datasette or any other SQLite program.

CREATE TABLE ledger (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE migration (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    digest TEXT NOT NULL, -- SHA-256 of the .sql file
    at TEXT NOT NULL
) STRICT;

CREATE TABLE description (
    of TEXT NOT NULL, -- a view or table
    item TEXT NOT NULL, -- a column, '' for the view itself
    says TEXT NOT NULL,
    PRIMARY KEY (of, item)
) STRICT, WITHOUT ROWID;

-- A text is what was written, whoever published it.
CREATE TABLE text (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    sha256 TEXT NOT NULL UNIQUE,
    characters INTEGER NOT NULL, -- code points
    first INTEGER REFERENCES publication (id) DEFERRABLE INITIALLY DEFERRED, -- the earliest publication
    facets TEXT NOT NULL DEFAULT '', -- search tokens of its publications: outlets and days
    added TEXT NOT NULL,
    text TEXT NOT NULL -- last, so that the columns before are read without it
) STRICT;
CREATE INDEX text_first ON text (first);

CREATE TABLE outlet (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

-- What a reader made of a text; current is the one that search shows, the others belong to publications whose date
-- made the reader understand "yesterday" otherwise.
CREATE TABLE reading (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice, since the log tells of it
    text_id INTEGER NOT NULL REFERENCES text (id),
    reader TEXT NOT NULL,
    contract INTEGER NOT NULL,
    language TEXT,
    refusals TEXT NOT NULL, -- JSON: [[stage, code, detail, start, end], …]
    mentions TEXT NOT NULL, -- JSON: lists of [start, end], which claims name by their place in the list
    digest TEXT NOT NULL, -- of reader, language, claims and refusals
    current INTEGER NOT NULL CHECK (current IN (0, 1)),
    salt BLOB NOT NULL,
    added TEXT NOT NULL
) STRICT;
CREATE INDEX reading_of_text ON reading (text_id, digest);
CREATE UNIQUE INDEX reading_current ON reading (text_id) WHERE current;

-- A text as one outlet published it at one address.
CREATE TABLE publication (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice, since the log tells of it
    key TEXT NOT NULL UNIQUE, -- the contract's article id
    text_id INTEGER NOT NULL REFERENCES text (id),
    reading_id INTEGER NOT NULL REFERENCES reading (id),
    outlet_id INTEGER REFERENCES outlet (id),
    name TEXT,
    url TEXT,
    address TEXT, -- the url without what does not tell pages apart; equal for versions of one page
    title TEXT,
    published TEXT, -- as given
    day TEXT, -- its first ten characters
    salt BLOB NOT NULL,
    added TEXT NOT NULL
) STRICT;
CREATE INDEX publication_of_text ON publication (text_id, day);
CREATE INDEX publication_of_reading ON publication (reading_id);
CREATE INDEX publication_address ON publication (address) WHERE address IS NOT NULL;
CREATE INDEX publication_day ON publication (day, id);
CREATE INDEX publication_outlet ON publication (outlet_id, day);

-- A wording under which claims stand, case and leading article aside. That two wordings are one person is for others
-- to judge.
CREATE TABLE source (
    id INTEGER PRIMARY KEY,
    folded TEXT NOT NULL UNIQUE,
    label TEXT NOT NULL,
    claims INTEGER NOT NULL DEFAULT 0 -- current claims
) STRICT;
CREATE INDEX source_claims ON source (claims);

-- The id holds the day of the text's first publication in its upper bits, so that the order of ids is the order of days
-- and the search index, which knows ids alone, gives the newest first. It changes when an earlier publication turns up;
-- the key, made of text and spans, never does.
CREATE TABLE claim (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    text_id INTEGER NOT NULL REFERENCES text (id),
    reading_id INTEGER NOT NULL REFERENCES reading (id),
    current INTEGER NOT NULL CHECK (current IN (0, 1)),
    number INTEGER NOT NULL, -- place in the reading, from 1
    label TEXT NOT NULL, -- the contract's id
    parent_id INTEGER REFERENCES claim (id) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    voice TEXT NOT NULL CHECK (voice IN ('attributed', 'outlet')),
    source_id INTEGER REFERENCES source (id),
    name TEXT,
    speaker TEXT, -- the source's words as they stand there
    record TEXT,
    cue TEXT,
    lemma TEXT,
    content TEXT NOT NULL, -- parts that others interrupt are joined with " … "
    form TEXT,
    force TEXT,
    polarity TEXT,
    hedges TEXT, -- the words of certainty; '' where it is known without words
    term TEXT, -- of the scale ICD 203
    band_low REAL,
    band_high REAL,
    horizon TEXT,
    said TEXT,
    said_from TEXT,
    said_to TEXT,
    about TEXT,
    about_from TEXT,
    about_to TEXT,
    due TEXT,
    places TEXT NOT NULL DEFAULT '', -- their names, for the search index
    confidence REAL NOT NULL,
    spans TEXT NOT NULL, -- JSON: {"content": [[start, end], …], "source": …, "mentions": place in reading.mentions, …}
    facets TEXT NOT NULL -- search tokens
) STRICT;
CREATE UNIQUE INDEX claim_of_reading ON claim (reading_id, number);
CREATE INDEX claim_of_text ON claim (text_id);
CREATE INDEX claim_of_source ON claim (source_id, id) WHERE current;
CREATE INDEX claim_key ON claim (key);
CREATE INDEX claim_parent ON claim (parent_id) WHERE parent_id IS NOT NULL;

-- Current claims counted by source, month of first publication, force and term, '' for none: a source's page must not
-- take longer for one who spoke a hundred thousand times.
CREATE TABLE source_month (
    source_id INTEGER NOT NULL REFERENCES source (id),
    month TEXT NOT NULL,
    force TEXT NOT NULL,
    term TEXT NOT NULL,
    claims INTEGER NOT NULL,
    PRIMARY KEY (source_id, month, force, term)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER claim_counted AFTER INSERT ON claim
WHEN NEW.current AND NEW.source_id IS NOT NULL
BEGIN
    UPDATE source SET claims = claims + 1 WHERE id = NEW.source_id;
    INSERT INTO source_month VALUES (
        NEW.source_id, coalesce(strftime('%Y-%m', nullif(NEW.id >> 32, 0) + 1721424.5), ''), coalesce(NEW.force, ''),
        coalesce(NEW.term, ''), 1
    ) ON CONFLICT DO UPDATE SET claims = claims + 1;
END;

CREATE TRIGGER claim_uncounted AFTER DELETE ON claim
WHEN OLD.current AND OLD.source_id IS NOT NULL
BEGIN
    UPDATE source SET claims = claims - 1 WHERE id = OLD.source_id;
    UPDATE source_month SET claims = claims - 1
    WHERE source_id = OLD.source_id
        AND month = coalesce(strftime('%Y-%m', nullif(OLD.id >> 32, 0) + 1721424.5), '')
        AND force = coalesce(OLD.force, '') AND term = coalesce(OLD.term, '');
END;

CREATE TRIGGER claim_recounted AFTER UPDATE OF id, current, source_id, force, term ON claim
BEGIN
    UPDATE source SET claims = claims - 1 WHERE id = OLD.source_id AND OLD.current;
    UPDATE source_month SET claims = claims - 1
    WHERE source_id = OLD.source_id AND OLD.current
        AND month = coalesce(strftime('%Y-%m', nullif(OLD.id >> 32, 0) + 1721424.5), '')
        AND force = coalesce(OLD.force, '') AND term = coalesce(OLD.term, '');
    UPDATE source SET claims = claims + 1 WHERE id = NEW.source_id AND NEW.current;
    INSERT INTO source_month SELECT
        NEW.source_id, coalesce(strftime('%Y-%m', nullif(NEW.id >> 32, 0) + 1721424.5), ''), coalesce(NEW.force, ''),
        coalesce(NEW.term, ''), 1
    WHERE NEW.current AND NEW.source_id IS NOT NULL
    ON CONFLICT DO UPDATE SET claims = claims + 1;
END;

CREATE TABLE place (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    country TEXT,
    latitude REAL,
    longitude REAL
) STRICT;
CREATE INDEX place_name ON place (name);

CREATE TABLE claim_place (
    claim_id INTEGER NOT NULL REFERENCES claim (id) ON UPDATE CASCADE,
    number INTEGER NOT NULL,
    place_id INTEGER NOT NULL REFERENCES place (id),
    spans TEXT NOT NULL, -- JSON: [[start, end], …]
    PRIMARY KEY (claim_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX claim_place_of ON claim_place (place_id);

-- Near-duplicates: shingles of words that both have, as a share of those that either has.
CREATE TABLE twin (
    text_id INTEGER NOT NULL REFERENCES text (id),
    other_id INTEGER NOT NULL REFERENCES text (id),
    alike REAL NOT NULL,
    PRIMARY KEY (text_id, other_id),
    CHECK (other_id < text_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX twin_other ON twin (other_id);

CREATE TABLE band (
    hash INTEGER NOT NULL, -- of one band of a text's MinHash, the band's number in it
    text_id INTEGER NOT NULL REFERENCES text (id),
    PRIMARY KEY (hash, text_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX band_of_text ON band (text_id);

-- Texts that were removed on request and must not come in again: a hash keyed with what this ledger alone holds.
CREATE TABLE removed (
    mark TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- What was done, in order, each entry bound to the one before. It holds commitments salted with what stands in the row
-- itself, never words: with row and salt gone, nobody can test a guess, and the chain still holds.
CREATE TABLE log (
    number INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    subject_id INTEGER NOT NULL,
    commitment TEXT NOT NULL,
    previous TEXT NOT NULL,
    digest TEXT NOT NULL UNIQUE
) STRICT;
CREATE INDEX log_subject ON log (subject, subject_id);

CREATE TRIGGER log_no_update BEFORE UPDATE ON log
BEGIN
    SELECT RAISE(ABORT, 'the log is append-only');
END;

CREATE TRIGGER log_no_delete BEFORE DELETE ON log
BEGIN
    SELECT RAISE(ABORT, 'the log is append-only');
END;

-- INSERT OR REPLACE would delete without the trigger above.
CREATE TRIGGER log_in_order BEFORE INSERT ON log
WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM log)
    OR NEW.previous IS NOT coalesce(
        (SELECT digest FROM log ORDER BY number DESC LIMIT 1), (SELECT value FROM ledger WHERE name = 'genesis'))
BEGIN
    SELECT RAISE(ABORT, 'the log is append-only');
END;

CREATE VIEW claim_index AS
SELECT claim.id, claim.content, coalesce(claim.name || ' | ', '') || coalesce(claim.speaker, '') AS source,
    coalesce(claim.cue, '') AS cue, claim.places AS place, claim.facets || ' ' || text.facets AS facets
FROM claim JOIN text ON text.id = claim.text_id
WHERE claim.current;

CREATE VIRTUAL TABLE claim_words USING fts5 (
    content, source, cue, place, facets,
    content = 'claim_index', content_rowid = 'id', tokenize = 'porter unicode61 remove_diacritics 2'
);

CREATE VIRTUAL TABLE source_words USING fts5 (
    label, content = 'source', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);

CREATE VIRTUAL TABLE text_words USING fts5 (
    text, content = 'text', content_rowid = 'id', tokenize = 'porter unicode61 remove_diacritics 2'
);

CREATE VIRTUAL TABLE title_words USING fts5 (
    title, content = 'publication', content_rowid = 'id', tokenize = 'porter unicode61 remove_diacritics 2'
);

-- Every attributed claim and every statement in an outlet's own voice, one a row.
CREATE VIEW claims AS
SELECT claim.key AS claim, first.day AS published, outlet.name AS outlet, source.label AS source, claim.record,
    claim.cue, claim.content, claim.force, claim.form, claim.polarity, claim.hedges, claim.term AS certainty,
    claim.band_low AS at_least, claim.band_high AS at_most, claim.horizon,
    claim.said, claim.said_from, claim.said_to, claim.about, claim.about_from, claim.about_to, claim.due,
    nullif(claim.places, '') AS places, claim.voice, parent.key AS within, round(claim.confidence, 3) AS confidence,
    first.title, first.url, first.key AS article
FROM claim
JOIN text ON text.id = claim.text_id
JOIN publication AS first ON first.id = text.first
LEFT JOIN outlet ON outlet.id = first.outlet_id
LEFT JOIN source ON source.id = claim.source_id
LEFT JOIN claim AS parent ON parent.id = claim.parent_id
WHERE claim.current;

-- Every publication: a text at an outlet.
CREATE VIEW articles AS
SELECT publication.key AS article, publication.day AS published, outlet.name AS outlet, publication.title,
    publication.url, publication.name, text.characters,
    (SELECT count(*) FROM claim WHERE claim.reading_id = publication.reading_id) AS claims,
    (SELECT count(*) FROM publication AS other WHERE other.text_id = text.id) AS publications_of_text,
    (SELECT count(*) FROM twin WHERE twin.text_id = text.id)
        + (SELECT count(*) FROM twin WHERE twin.other_id = text.id) AS near_duplicates,
    reading.language, reading.reader, publication.added, text.sha256 AS text
FROM publication
JOIN text ON text.id = publication.text_id
JOIN reading ON reading.id = publication.reading_id
LEFT JOIN outlet ON outlet.id = publication.outlet_id;

-- Every wording of a source, with how many claims stand under it.
CREATE VIEW sources AS
SELECT source.label AS source, source.claims,
    date(nullif((SELECT min(id) FROM claim WHERE source_id = source.id AND current) >> 32, 0) + 1721424.5)
        AS first_published,
    date(nullif((SELECT max(id) FROM claim WHERE source_id = source.id AND current) >> 32, 0) + 1721424.5)
        AS last_published
FROM source
WHERE source.claims > 0;

-- Pages whose text changed: each version with the one before.
CREATE VIEW versions AS
SELECT address AS page, number AS version, key AS article, before AS article_before, published, title
FROM (
    SELECT address, key, published, title, text_id,
        row_number() OVER page AS number, lag(key) OVER page AS before
    FROM publication
    WHERE address IS NOT NULL
    WINDOW page AS (PARTITION BY address ORDER BY coalesce(published, added), id)
)
WHERE address IN (
    SELECT address FROM publication WHERE address IS NOT NULL GROUP BY address HAVING count(DISTINCT text_id) > 1);

-- Pairs of texts that are nearly the same.
CREATE VIEW near_duplicates AS
SELECT one.key AS article, one.title, two.key AS other_article, two.title AS other_title, round(twin.alike, 3) AS alike
FROM twin
JOIN text AS a ON a.id = twin.text_id
JOIN publication AS one ON one.id = a.first
JOIN text AS b ON b.id = twin.other_id
JOIN publication AS two ON two.id = b.first;

-- Places that claims are about.
CREATE VIEW places AS
SELECT place.name AS place, place.country, place.latitude, place.longitude,
    (SELECT count(*) FROM claim_place WHERE claim_place.place_id = place.id) AS claims
FROM place;

INSERT INTO description (of, item, says) VALUES
    ('claims', '', 'Every attributed claim and every statement in an outlet''s own voice, one a row.'),
    ('claims', 'claim', 'Made of the text and the claim''s spans: the same on every machine.'),
    ('claims', 'published', 'Day of the text''s first publication.'),
    ('claims', 'source', 'Who or what the claim is given to, by the fullest name the article gives.'),
    ('claims', 'record', 'named-person, named-organisation, unnamed, anonymous or document.'),
    ('claims', 'cue', 'The words that signal the attribution.'),
    ('claims', 'content', 'What is given to the source, in the article''s words.'),
    ('claims', 'force', 'What the cue does: says, claims, denies, confirms, predicts, asks, and so on.'),
    ('claims', 'hedges', 'The words that tell how sure the source or the writer is.'),
    ('claims', 'certainty', 'The term of the scale of ICD 203 for those words.'),
    ('claims', 'at_least', 'Lower bound of the term''s probability.'),
    ('claims', 'at_most', 'Upper bound of the term''s probability.'),
    ('claims', 'said', 'When it was said, in the article''s words; null where none tell it.'),
    ('claims', 'about', 'The time that the claim is about, in the article''s words.'),
    ('claims', 'due', 'Last day of a prediction''s time.'),
    ('claims', 'within', 'The claim in whose content this one stands.'),
    ('claims', 'confidence', 'Calibrated chance that source, cue and content are found and belong together.'),
    ('claims', 'article', 'The text''s first publication.'),
    ('articles', '', 'Every publication of a text at an outlet, one a row.'),
    ('articles', 'publications_of_text', 'How often this very text was published.'),
    ('articles', 'near_duplicates', 'How many other texts are nearly this one.'),
    ('articles', 'reader', 'Digest of the model and code that read it.'),
    ('articles', 'text', 'SHA-256 of the text, which stands in the table of that name.'),
    ('sources', '', 'Every wording of a source, with how many claims stand under it.'),
    ('versions', '', 'Pages whose text changed, each version with the one before.'),
    ('near_duplicates', '', 'Pairs of texts that are nearly the same.'),
    ('near_duplicates', 'alike', 'Shared sequences of four words, as a share of those that either text has.'),
    ('places', '', 'Places that claims are about.'),
    ('log', '', 'What was done, in order; each entry is bound to the one before and holds no words.');
