/* The least that making two packages of a deck can cost: libyaml parses the YAML, SQLite writes the
   rows, and a zip is written uncompressed. Nothing is checked, remembered or escaped.

       cc -O2 limit.c -lyaml -lsqlite3 -o limit
       limit OUT FILE...

   writes OUT/limit-bn.apkg and OUT/limit-en.apkg. */

#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#define SEPARATOR "\x1f"
#define FIRST_ID 1700000000000LL
#define MOD 1700000000LL
#define DEEPEST 8

enum { BN, EN, LANGUAGES };
enum { QUESTION, ANSWER, NOTE, PARTS };

static const char *const language_names[LANGUAGES] = {"bn", "en"};
static const char *const part_names[PARTS] = {"question", "answer", "note"};

/* Text that grows; freed by nobody, as it is used until the end. */
struct text {
    char *at;
    size_t length, room;
};

static void append(struct text *text, const char *from, size_t length) {
    if (text->length + length + 1 > text->room) {
        text->room = 2 * (text->length + length + 1);
        text->at = realloc(text->at, text->room);
        if (!text->at) abort();
    }
    memcpy(text->at + text->length, from, length);
    text->length += length;
    text->at[text->length] = 0;
}

static void set(struct text *text, const char *from, size_t length) {
    text->length = 0;
    append(text, from, length);
}

/* ---- a package: its scratch database, and the statements that fill it */

struct package {
    char database[4096], path[4096];
    sqlite3 *connection;
    sqlite3_stmt *add_note, *add_card;
};

static const char *const schema =
    "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE; BEGIN;"
    "CREATE TABLE col (id integer primary key, crt integer not null, mod integer not null, scm integer not null,"
    " ver integer not null, dty integer not null, usn integer not null, ls integer not null, conf text not null,"
    " models text not null, decks text not null, dconf text not null, tags text not null);"
    "CREATE TABLE notes (id integer primary key, guid text not null, mid integer not null, mod integer not null,"
    " usn integer not null, tags text not null, flds text not null, sfld integer not null, csum integer not null,"
    " flags integer not null, data text not null);"
    "CREATE TABLE cards (id integer primary key, nid integer not null, did integer not null, ord integer not null,"
    " mod integer not null, usn integer not null, type integer not null, queue integer not null, due integer not null,"
    " ivl integer not null, factor integer not null, reps integer not null, lapses integer not null,"
    " left integer not null, odue integer not null, odid integer not null, flags integer not null,"
    " data text not null);"
    "CREATE TABLE revlog (id integer primary key, cid integer not null, usn integer not null, ease integer not null,"
    " ivl integer not null, lastIvl integer not null, factor integer not null, time integer not null,"
    " type integer not null);"
    "CREATE TABLE graves (usn integer not null, oid integer not null, type integer not null);";

static const char *const indexes =
    "CREATE INDEX ix_notes_usn on notes (usn);"
    "CREATE INDEX ix_cards_usn on cards (usn);"
    "CREATE INDEX ix_revlog_usn on revlog (usn);"
    "CREATE INDEX ix_cards_nid on cards (nid);"
    "CREATE INDEX ix_cards_sched on cards (did, queue, due);"
    "CREATE INDEX ix_revlog_cid on revlog (cid);"
    "CREATE INDEX ix_notes_csum on notes (csum);"
    "COMMIT;";

#define FIELD(ord, name)                                                                                       \
    "{\"name\":\"" name "\",\"ord\":" ord ",\"sticky\":false,\"rtl\":false,\"font\":\"Arial\",\"size\":20}"
#define DECK(id, name)                                                                                         \
    "\"" id "\":{\"id\":" id ",\"name\":\"" name "\",\"mod\":0,\"usn\":0,\"conf\":1,\"desc\":\"\",\"dyn\":0,"        \
    "\"collapsed\":false,\"newToday\":[0,0],\"revToday\":[0,0],\"lrnToday\":[0,0],\"timeToday\":[0,0]}"

/* The note type and the decks; %d is 0 for Bengali and 1 for English. */
static const char *const collection =
    "INSERT INTO col VALUES (1, 1411124400, 1700000000000, 1700000000000, 11, 0, 0, 0, '{}',"
    "'{\"1607392320\":{\"id\":1607392320,\"name\":\"Limit\",\"type\":0,\"mod\":1700000000,\"usn\":0,\"sortf\":1,"
    "\"did\":null,\"css\":\"\",\"latexPre\":\"\",\"latexPost\":\"\",\"tags\":[],\"vers\":[],\"req\":[[0,\"any\",[1]]],"
    "\"flds\":[" FIELD("0", "ID") "," FIELD("1", "Question") "," FIELD("2", "Answer") "," FIELD("3", "Note") ","
    FIELD("4", "Question 2") "," FIELD("5", "Answer 2") "," FIELD("6", "Note 2") "],"
    "\"tmpls\":[{\"name\":\"Card\",\"ord\":0,\"qfmt\":\"{{Question}}\",\"afmt\":\"{{Answer}}\",\"bqfmt\":\"\","
    "\"bafmt\":\"\",\"did\":null}]}}',"
    "'{" DECK("1", "Default") "," DECK("205940012%d", "Limit %d") "}',"
    "'{\"1\":{\"id\":1,\"name\":\"Default\",\"mod\":0,\"usn\":0,\"new\":{\"delays\":[1,10],\"ints\":[1,4,7],"
    "\"initialFactor\":2500,\"order\":1,\"perDay\":20,\"bury\":false},\"lapse\":{\"delays\":[10],\"mult\":0,"
    "\"minInt\":1,\"leechFails\":8,\"leechAction\":0},\"rev\":{\"perDay\":200,\"ease4\":1.3,\"ivlFct\":1,"
    "\"maxIvl\":36500,\"bury\":false},\"maxTaken\":60,\"timer\":0,\"autoplay\":true,\"replayq\":true}}', '{}');";

static void fail(const char *what, const char *why) {
    fprintf(stderr, "limit: %s: %s\n", what, why);
    exit(1);
}

static void run(struct package *package, const char *sql) {
    if (sqlite3_exec(package->connection, sql, 0, 0, 0) != SQLITE_OK)
        fail(package->database, sqlite3_errmsg(package->connection));
}

static sqlite3_stmt *prepared(struct package *package, const char *sql) {
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(package->connection, sql, -1, &statement, 0) != SQLITE_OK)
        fail(package->database, sqlite3_errmsg(package->connection));
    return statement;
}

static void open_package(struct package *package, const char *folder, int language) {
    char sql[4096];
    snprintf(package->path, sizeof package->path, "%s/limit-%s.apkg", folder, language_names[language]);
    snprintf(package->database, sizeof package->database, "%s/limit-%s.anki2", folder, language_names[language]);
    remove(package->database);
    if (sqlite3_open(package->database, &package->connection) != SQLITE_OK)
        fail(package->database, sqlite3_errmsg(package->connection));
    run(package, schema);
    snprintf(sql, sizeof sql, collection, language, language, language);
    run(package, sql);
    snprintf(sql, sizeof sql, "INSERT INTO cards VALUES (?1,?1,205940012%d,0,%lld,-1,0,0,?2,0,0,0,0,0,0,0,0,'')", language,
             MOD);
    package->add_card = prepared(package, sql);
    snprintf(sql, sizeof sql, "INSERT INTO notes VALUES (?,?,1607392320,%lld,-1,?,?,?,0,0,'')", MOD);
    package->add_note = prepared(package, sql);
}

static void step(struct package *package, sqlite3_stmt *statement) {
    if (sqlite3_step(statement) != SQLITE_DONE) fail(package->database, sqlite3_errmsg(package->connection));
    sqlite3_reset(statement);
}

/* ---- the zip: two members, stored */

static uint32_t crc_tables[8][256];

static void fill_crc_tables(void) {
    for (uint32_t byte = 0; byte < 256; byte++) {
        uint32_t crc = byte;
        for (int bit = 0; bit < 8; bit++) crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
        crc_tables[0][byte] = crc;
    }
    for (int table = 1; table < 8; table++)
        for (int byte = 0; byte < 256; byte++) {
            uint32_t before = crc_tables[table - 1][byte];
            crc_tables[table][byte] = before >> 8 ^ crc_tables[0][before & 255];
        }
}

static uint32_t crc_of(uint32_t crc, const unsigned char *at, size_t length) {
    crc = ~crc;
    for (; length >= 8; at += 8, length -= 8) {
        uint32_t low, high; /* little-endian machines only, as are all that are measured */
        memcpy(&low, at, 4);
        memcpy(&high, at + 4, 4);
        low ^= crc;
        crc = crc_tables[7][low & 255] ^ crc_tables[6][low >> 8 & 255] ^ crc_tables[5][low >> 16 & 255] ^
              crc_tables[4][low >> 24] ^ crc_tables[3][high & 255] ^ crc_tables[2][high >> 8 & 255] ^
              crc_tables[1][high >> 16 & 255] ^ crc_tables[0][high >> 24];
    }
    while (length--) crc = crc >> 8 ^ crc_tables[0][(crc ^ *at++) & 255];
    return ~crc;
}

struct member {
    const char *name;
    uint32_t crc, size, offset;
};

static void put(FILE *zip, uint32_t value, int bytes) {
    for (; bytes--; value >>= 8) fputc(value & 255, zip);
}

/* What a member's local and central headers share. */
static void put_facts(FILE *zip, const struct member *member) {
    put(zip, 10, 2);         /* version needed */
    put(zip, 0, 2);          /* flags */
    put(zip, 0, 2);          /* stored */
    put(zip, 0x00210000, 4); /* 1 January 1980 */
    put(zip, member->crc, 4);
    put(zip, member->size, 4);
    put(zip, member->size, 4);
    put(zip, (uint32_t)strlen(member->name), 2);
    put(zip, 0, 2); /* extra */
}

static void put_local(FILE *zip, const struct member *member) {
    put(zip, 0x04034b50, 4);
    put_facts(zip, member);
    fputs(member->name, zip);
}

static void put_central(FILE *zip, const struct member *member) {
    put(zip, 0x02014b50, 4);
    put(zip, 10, 2); /* made by */
    put_facts(zip, member);
    put(zip, 0, 2); /* comment */
    put(zip, 0, 2); /* disk */
    put(zip, 0, 2); /* internal attributes */
    put(zip, 0, 4); /* external attributes */
    put(zip, member->offset, 4);
    fputs(member->name, zip);
}

static void zip_up(struct package *package) {
    static unsigned char block[1 << 20];
    struct member database = {"collection.anki2", 0, 0, 0}, media = {"media", 0, 2, 0};
    FILE *from = fopen(package->database, "rb"), *zip = fopen(package->path, "wb");
    if (!from || !zip) fail(package->path, "cannot be written");
    put_local(zip, &database); /* once more when its sum and size are known */
    for (size_t length; (length = fread(block, 1, sizeof block, from));) {
        database.crc = crc_of(database.crc, block, length);
        database.size += (uint32_t)length;
        fwrite(block, 1, length, zip);
    }
    fclose(from);
    media.offset = (uint32_t)ftell(zip);
    media.crc = crc_of(0, (const unsigned char *)"{}", 2);
    put_local(zip, &media);
    fputs("{}", zip);
    uint32_t directory = (uint32_t)ftell(zip);
    put_central(zip, &database);
    put_central(zip, &media);
    uint32_t end = (uint32_t)ftell(zip);
    put(zip, 0x06054b50, 4);
    put(zip, 0, 4); /* disks */
    put(zip, 2, 2);
    put(zip, 2, 2);
    put(zip, end - directory, 4);
    put(zip, directory, 4);
    put(zip, 0, 2); /* comment */
    rewind(zip);
    put_local(zip, &database);
    if (fclose(zip)) fail(package->path, "cannot be written");
    remove(package->database);
}

/* ---- a note, as it is gathered from the parser's events */

static struct text note_id, tags, parts[PARTS][LANGUAGES], fields, guid;
static long long count;

static void begin_note(void) {
    set(&note_id, "", 0);
    set(&tags, " ", 1);
    for (int part = 0; part < PARTS; part++)
        for (int language = 0; language < LANGUAGES; language++) set(&parts[part][language], "", 0);
}

static void write_note(struct package packages[LANGUAGES]) {
    long long id = FIRST_ID + 8 * count++;
    for (int study = 0; study < LANGUAGES; study++) {
        struct package *package = &packages[study];
        set(&fields, note_id.at, note_id.length);
        for (int slot = 0; slot < LANGUAGES; slot++)
            for (int part = 0; part < PARTS; part++) {
                struct text *said = &parts[part][slot ? 1 - study : study];
                append(&fields, SEPARATOR, 1);
                append(&fields, said->at, said->length);
            }
        set(&guid, note_id.at, note_id.length);
        append(&guid, language_names[study], 2);
        sqlite3_bind_int64(package->add_note, 1, id);
        sqlite3_bind_text(package->add_note, 2, guid.at, (int)guid.length, SQLITE_STATIC);
        sqlite3_bind_text(package->add_note, 3, tags.at, (int)tags.length, SQLITE_STATIC);
        sqlite3_bind_text(package->add_note, 4, fields.at, (int)fields.length, SQLITE_STATIC);
        struct text *question = &parts[QUESTION][study];
        sqlite3_bind_text(package->add_note, 5, question->at, (int)question->length, SQLITE_STATIC);
        step(package, package->add_note);
        sqlite3_bind_int64(package->add_card, 1, id);
        sqlite3_bind_int64(package->add_card, 2, count);
        step(package, package->add_card);
    }
}

static int index_of(const char *const names[], int length, const char *name) {
    for (int index = 0; index < length; index++)
        if (!strcmp(names[index], name)) return index;
    return -1;
}

/* A text below `notes`: its key in the note, and its key below that, if it has one. */
static void take(const char *key, const char *below, const char *value, size_t length) {
    if (!strcmp(key, "id")) set(&note_id, value, length);
    if (!strcmp(key, "section") || !strcmp(key, "tags")) {
        append(&tags, value, length);
        append(&tags, " ", 1);
    }
    int part = index_of(part_names, PARTS, key), language = index_of(language_names, LANGUAGES, below);
    if (part >= 0 && language >= 0) set(&parts[part][language], value, length);
}

/* root mapping 1 > `notes` 2 > note 3 > a part, or its tags, 4 */
static void read_file(const char *path, struct package packages[LANGUAGES]) {
    static struct text keys[DEEPEST];
    int depth = 0, is_mapping[DEEPEST] = {0}, is_value[DEEPEST] = {0}, done = 0;
    yaml_parser_t parser;
    yaml_event_t event;
    FILE *file = fopen(path, "rb");
    if (!file) fail(path, "cannot be read");
    yaml_parser_initialize(&parser);
    yaml_parser_set_input_file(&parser, file);
    while (!done) {
        if (!yaml_parser_parse(&parser, &event)) fail(path, parser.problem);
        int is_note = depth == 2 && !is_mapping[2] && !strcmp(keys[1].at, "notes");
        int is_in_note = depth > 2 && !strcmp(keys[1].at, "notes");
        switch (event.type) {
        case YAML_SCALAR_EVENT: {
            const char *value = (const char *)event.data.scalar.value;
            size_t length = event.data.scalar.length;
            if (is_mapping[depth] && !is_value[depth])
                set(&keys[depth], value, length);
            else if (is_in_note)
                take(keys[3].at, depth > 3 && is_mapping[4] ? keys[4].at : "", value, length);
            if (is_mapping[depth]) is_value[depth] ^= 1;
            break;
        }
        case YAML_MAPPING_START_EVENT:
        case YAML_SEQUENCE_START_EVENT:
            if (++depth == DEEPEST) fail(path, "nested too deeply");
            is_mapping[depth] = event.type == YAML_MAPPING_START_EVENT;
            is_value[depth] = 0;
            set(&keys[depth], "", 0);
            if (is_note) begin_note();
            break;
        case YAML_MAPPING_END_EVENT:
        case YAML_SEQUENCE_END_EVENT:
            if (depth == 3 && is_in_note) write_note(packages);
            if (is_mapping[--depth]) is_value[depth] ^= 1;
            break;
        case YAML_STREAM_END_EVENT:
            done = 1;
            break;
        default:
            break;
        }
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    fclose(file);
}

int main(int argc, char **argv) {
    static struct package packages[LANGUAGES];
    if (argc < 3) fail("usage", "limit OUT FILE...");
    fill_crc_tables();
    for (int language = 0; language < LANGUAGES; language++) open_package(&packages[language], argv[1], language);
    for (int argument = 2; argument < argc; argument++) read_file(argv[argument], packages);
    for (int language = 0; language < LANGUAGES; language++) {
        struct package *package = &packages[language];
        sqlite3_finalize(package->add_note);
        sqlite3_finalize(package->add_card);
        run(package, indexes);
        sqlite3_close(package->connection);
        zip_up(package);
    }
    return 0;
}
