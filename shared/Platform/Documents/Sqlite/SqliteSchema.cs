namespace SalesPerf.Platform.Documents.Sqlite;

/// <summary>The tables, and how an older file becomes a newer one.</summary>
internal static class SqliteSchema
{
    private const long Version = 1;

    // Rows are appended under a hidden number, so bodies lie in the order they were written; the two indexes are small.
    // at, expires, enqueued and visible are UTC ticks. An index over (pk, kind, at, id) is the order of Document.Sort within one kind.
    // messages.token is 0 or the lock's number; a locked message becomes visible when its lock ends.
    private const string First = """
        CREATE TABLE numbers (name TEXT NOT NULL PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
        INSERT INTO numbers VALUES ('sequence', 0);

        CREATE TABLE documents (
          pk TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, at INTEGER NOT NULL, rev INTEGER NOT NULL,
          version INTEGER NOT NULL, ttl INTEGER, expires INTEGER, body BLOB NOT NULL);
        CREATE UNIQUE INDEX documents_key ON documents (pk, id);
        CREATE INDEX documents_order ON documents (pk, kind, at, id);
        CREATE INDEX documents_expiry ON documents (expires) WHERE expires IS NOT NULL;

        CREATE TABLE messages (
          id INTEGER PRIMARY KEY, queue TEXT NOT NULL, enqueued INTEGER NOT NULL, visible INTEGER NOT NULL,
          deliveries INTEGER NOT NULL, redrives INTEGER NOT NULL, token INTEGER NOT NULL, body TEXT NOT NULL);
        CREATE INDEX messages_due ON messages (queue, visible, enqueued, token);

        CREATE TABLE dead_letters (
          id INTEGER PRIMARY KEY, queue TEXT NOT NULL, enqueued INTEGER NOT NULL,
          deliveries INTEGER NOT NULL, redrives INTEGER NOT NULL, reason TEXT NOT NULL, body TEXT NOT NULL);
        CREATE INDEX dead_letters_queue ON dead_letters (queue);

        PRAGMA user_version = 1;
        """;

    public static void Prepare(SqliteSession writer, string path)
    {
        switch ((long)writer.Scalar("PRAGMA user_version")!)
        {
            case 0:
                writer.Execute("BEGIN IMMEDIATE");
                writer.Execute(First);
                writer.Execute("COMMIT");
                break;
            case Version:
                break;
            case var other:
                throw new InvalidOperationException($"{path} has format {other}; this program knows format {Version}. Use the program that wrote it, or a newer one.");
        }
    }
}
