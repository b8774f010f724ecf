-- A database as version 1 of its shape left it.
PRAGMA user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE replies (
            uuid TEXT NOT NULL PRIMARY KEY,
            thread TEXT NOT NULL,
            title TEXT NOT NULL,
            parent TEXT NOT NULL,
            comment TEXT NOT NULL,
            name TEXT NOT NULL,
            email TEXT NOT NULL,
            website TEXT NOT NULL,
            state TEXT NOT NULL,
            before TEXT,
            reason TEXT NOT NULL,
            field TEXT NOT NULL,
            created TEXT NOT NULL,
            changed TEXT NOT NULL,
            server TEXT NOT NULL,
            body TEXT NOT NULL,
            noted TEXT NOT NULL,
            doubtful INTEGER NOT NULL,
            ask INTEGER NOT NULL,
            server_id TEXT NOT NULL,
            not_before TEXT,
            tries INTEGER NOT NULL
        ) STRICT
        ;
INSERT INTO "replies" VALUES('11111111-1111-4111-8111-111111111111','/articles/legs/','Legs','5','Queued in version 1','Ann','ann@example.com','','queued',NULL,'The server could not be asked.','','2026-01-01T10:00:00+00:00','2026-01-01T10:00:00+00:00','','','',0,0,'',NULL,1);
INSERT INTO "replies" VALUES('22222222-2222-4222-8222-222222222222','/articles/legs/','Legs','','A draft of version 1','Ann','','','draft',NULL,'','','2026-01-01T11:00:00+00:00','2026-01-01T11:00:00+00:00','','','',0,0,'',NULL,0);
CREATE TABLE server (one INTEGER PRIMARY KEY CHECK (one = 1), url TEXT NOT NULL, kind TEXT NOT NULL) STRICT;
INSERT INTO "server" VALUES(1,'https://comments.example.com','isso');
CREATE TABLE tries (
            reply TEXT NOT NULL REFERENCES replies (uuid) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            began TEXT NOT NULL,
            ended TEXT,
            outcome TEXT NOT NULL,
            said TEXT NOT NULL,
            PRIMARY KEY (reply, number)
        ) STRICT
        ;
INSERT INTO "tries" VALUES('11111111-1111-4111-8111-111111111111',1,'2026-01-01T10:00:00+00:00','2026-01-01T10:00:00+00:00','queued','The server could not be asked.');
CREATE UNIQUE INDEX one_draft ON replies (thread, parent) WHERE state = 'draft';
CREATE INDEX replies_of_a_thread ON replies (thread, created);
COMMIT;
