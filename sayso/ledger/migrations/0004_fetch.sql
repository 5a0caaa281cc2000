-- What was fetched from the web, and the places of feeds that are followed.

-- An answer of a server from which an article was taken. content is kept where the answer is that one article's page.
CREATE TABLE fetch (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice, since the log tells of it
    key TEXT NOT NULL UNIQUE,
    asked TEXT NOT NULL, -- user names, passwords and secrets of the address are left out, here and in url
    url TEXT NOT NULL, -- at the end of redirects
    at TEXT NOT NULL, -- UTC
    status INTEGER NOT NULL,
    headers TEXT NOT NULL, -- JSON: [[name, value], …]
    digest TEXT NOT NULL, -- SHA-256 of the content, content encoding taken off
    size INTEGER NOT NULL, -- bytes of the content
    salt BLOB NOT NULL,
    content BLOB -- packed (zlib); NULL where it is not kept
) STRICT;
CREATE INDEX fetch_asked ON fetch (asked, id);

CREATE TABLE fetch_text (
    text_id INTEGER NOT NULL REFERENCES text (id),
    fetch_id INTEGER NOT NULL REFERENCES fetch (id) ON DELETE CASCADE,
    PRIMARY KEY (text_id, fetch_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX fetch_text_of ON fetch_text (fetch_id);

-- A feed that sayso watch follows, and where it stands there. Times are UTC; none is trusted beyond what it delays.
CREATE TABLE feed (
    id INTEGER PRIMARY KEY,
    mark TEXT NOT NULL UNIQUE, -- of the whole address, hashed with what this ledger alone holds
    address TEXT NOT NULL, -- to be shown, without secrets
    etag TEXT, -- of the last answer that was taken in to its end; of a file, its digest
    modified TEXT,
    checked TEXT, -- when it was last asked
    changed TEXT, -- when it last brought something new
    failures INTEGER NOT NULL DEFAULT 0, -- since it last answered
    error TEXT,
    wait REAL NOT NULL DEFAULT 0, -- seconds after checked before which it is not asked again
    gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1))
) STRICT;

-- Items that were seen, by hashes of what tells them apart; no words. Written with the article or not at all.
CREATE TABLE feed_item (
    mark TEXT PRIMARY KEY,
    publication_id INTEGER REFERENCES publication (id) ON DELETE SET NULL, -- the article that it brought, if any
    tries INTEGER NOT NULL DEFAULT 0, -- that failed; 0 where it is settled
    told INTEGER NOT NULL DEFAULT 1 CHECK (told IN (0, 1)), -- 0: waits to be shown
    sent INTEGER NOT NULL DEFAULT 1 CHECK (sent IN (0, 1)), -- 0: waits for the webhook
    at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX feed_item_publication ON feed_item (publication_id) WHERE publication_id IS NOT NULL;
CREATE INDEX feed_item_waiting ON feed_item (told, sent) WHERE told = 0 OR sent = 0;

-- Every answer of a server from which an article was taken.
CREATE VIEW fetches AS
SELECT fetch.asked, fetch.url, fetch.at, fetch.status, fetch.digest, fetch.size, fetch.headers,
    fetch.content IS NOT NULL AS kept, length(fetch.content) AS packed_bytes, first.key AS article, first.title
FROM fetch
JOIN fetch_text ON fetch_text.fetch_id = fetch.id
JOIN text ON text.id = fetch_text.text_id
JOIN publication AS first ON first.id = text.first;

-- Feeds that are followed.
CREATE VIEW feeds AS
SELECT address, checked, changed, failures, error, wait, gone FROM feed;

INSERT INTO description (of, item, says) VALUES
    ('fetches', '', 'Every answer of a web server from which an article was taken.'),
    ('fetches', 'asked', 'The address asked, without user names, passwords and secrets.'),
    ('fetches', 'url', 'The address at the end of redirects.'),
    ('fetches', 'at', 'When, in UTC.'),
    ('fetches', 'digest', 'SHA-256 of the content, content encoding taken off.'),
    ('fetches', 'size', 'Bytes of the content.'),
    ('fetches', 'kept', 'Whether the content itself is in this file (fetch.content, packed with zlib).'),
    ('fetches', 'article', 'The first publication of the text that was taken from it.'),
    ('feeds', '', 'Feeds that sayso watch follows.'),
    ('feeds', 'checked', 'When it was last asked, in UTC.'),
    ('feeds', 'changed', 'When it last brought something new, in UTC.'),
    ('feeds', 'failures', 'How often it failed since it last answered.'),
    ('feeds', 'wait', 'Seconds after that before which it is not asked again.'),
    ('feeds', 'gone', 'Whether its server said that it is no more.');
