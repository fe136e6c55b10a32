/* SPDX-License-Identifier: Apache-2.0
 * The words of a command line, sorted into options and arguments. One row per option, with
 * everything about it; which command takes which is a set in that command's row. Pure: nothing is
 * opened, nothing is printed. */
#pragma once
#include "base/time.h"

/* X(NAME, "name", letter, "VALUE" or NULL for a flag, zh, en) */
#define OPTIONS(X)                                                                                 \
    X(ENDPOINT, "endpoint", 'e', "ENDPOINT", "站点地址", "where the station listens")              \
    X(KEY, "key", 0, "FILE", "本方密钥文件(key new 生成)", "own key pair, as key new writes it")   \
    X(SERVER_KEY, "server-key", 0, "Z85", "站点公钥(tcp 必需)",                                    \
      "the station's public key, for tcp")                                                         \
    X(JSON, "json", 0, NULL, "每行一个 JSON 对象", "one JSON object per line")                     \
    X(CSV, "csv", 0, NULL, "CSV(带 BOM，电子表格可直接打开)", "CSV with BOM, for spreadsheets")    \
    X(TIMEOUT, "timeout", 0, "SECONDS", "等待应答的秒数", "how long to wait for an answer")        \
    X(HELP, "help", 'h', NULL, "显示帮助", "show help")                                            \
    X(DRY_RUN, "dry-run", 'n', NULL, "只说会怎样，不改动",                                         \
      "say what would happen, change nothing")                                                     \
    X(KEY_ID, "key-id", 0, "KEY", "幂等键(重试时用同一个)",                                        \
      "idempotency key: the same one on a retry")                                                  \
    X(AS_OPERATOR, "as-operator", 0, "ID:NAME:POST", "经办人", "the person who acts")              \
    X(NODE, "node", 0, "NODE", "机构", "office")                                                   \
    X(CATEGORY, "category", 0, "CODE", "内容分类", "category")                                     \
    X(PLACE, "place", 0, "DIVISION", "问题属地区划代码", "division of the problem")                \
    X(PLACE_TEXT, "place-text", 0, "TEXT", "属地原话", "the place in words")                       \
    X(TEXT, "text", 0, "TEXT", "正文", "the text")                                                 \
    X(TEXT_FILE, "text-file", 0, "FILE", "正文文件(按字节)",                                       \
      "the text, byte for byte, from a file")                                                      \
    X(TEXT_ORIGIN, "text-origin", 0, "WORD", "正文由谁写下", "who put the words down")             \
    X(FORM, "form", 0, "WORD", "信访形式", "letter visit web phone fax sms video session")         \
    X(PURPOSE, "purpose", 0, "WORD", "信访目的", "suggestion accusation claim inquiry thanks")     \
    X(SOURCE, "source", 0, "TEXT", "来源", "hotline, portal, ...")                                 \
    X(PERSONS, "persons", 0, "N", "人次", "how many persons")                                      \
    X(OCCURRED_AT, "occurred-at", 0, "INSTANT", "事发时间", "when it happened")                    \
    X(RECEIVED_AT, "received-at", 0, "INSTANT", "收到时间", "when it was first heard")             \
    X(KNOWN_AT, "known-at", 0, "DATE", "信访人知道该行为之日",                                     \
      "day the petitioner learned of the act: limits run from it")                                 \
    X(FOLLOWS, "follows", 0, "CASE", "终结件的件号：有新事实、新理由",                             \
      "number of an ended case: new facts or reasons, a new matter linked to it")                  \
    X(STRICT, "strict", 0, NULL, "未知键即为错误", "unknown keys are errors")                      \
    X(TO, "to", 0, "NODE", "目标机构", "target office")                                            \
    X(REASON, "reason", 0, "TEXT", "理由", "reason")                                               \
    X(DUE, "due", 0, "DATE", "办结期限", "civil date by which it is due")                          \
    X(RESPONSIBLE, "responsible", 0, "TEXT", "责任人", "responsible post or person")               \
    X(BINDING, "binding", 0, NULL, "指定管辖", "designated: no objection possible")                \
    X(OUTCOME, "outcome", 0, "NO=WORD", "某问题的结果(可多次)",                                    \
      "outcome of one problem; repeatable")                                                        \
    X(RULING, "ruling", 0, "WORD", "处理意见或答复",                                               \
      "what the opinion or answer says: supported explained not_supported upheld changed "         \
      "remanded "                                                                                  \
      "adopted partly_adopted not_adopted agreed not_agreed")                                      \
    X(GROUND, "ground", 0, "WORD", "法定理由(封闭清单)",                                           \
      "reason of the closed list: litigation level_skipping_visit same_matter_open "               \
      "same_matter_ended litigation_ended out_of_time wrong_body accusation improve_work "         \
      "perfect_policy hold_to_account")                                                            \
    X(FACTS, "facts", 0, "WORD[,WORD]", "单位认定的 §31 各项",                                     \
      "what the unit finds of §31: litigation arbitration party_appeal administrative duty")       \
    X(PROOF, "proof", 0, "HOW:TEXT", "凭证：送达方式:签收或编号",                                  \
      "proof; of service in_person:, registered_post: or electronic: and the signature or number") \
    X(CAPACITY, "capacity", 0, "WORD", "以何身份",                                                 \
      "head leader joint_meeting; the account must have it")                                       \
    X(CODE, "code", 0, "CODE", "查询码(信访人本人)",                                               \
      "query code on the receipt: the petitioner's own act")                                       \
    X(EXPECT_VERSION, "expect-version", 0, "N", "仅当件为此版本",                                  \
      "only if the case is at this version")                                                       \
    X(STATE, "state", 0, "WORD", "状态", "state of the case")                                      \
    X(OPEN, "open", 0, NULL, "仅未办结", "open cases only")                                        \
    X(OVERDUE, "overdue", 0, NULL, "仅逾期", "overdue cases only")                                 \
    X(LIMIT, "limit", 0, "N", "最多行数", "at most so many rows")                                  \
    X(ACCUSED, "accused", 0, "NODE|JSON", "被举报机构，补充中也可为 accused 一行(可多次)",         \
      "office it accuses, or of a supplement a row of accused; repeatable")                        \
    X(LISTS, "lists", 0, "DIR", "本地规则目录(不连站点)",                                          \
      "decide here by the lists in DIR, without a station")                                        \
    X(DEEP, "deep", 0, NULL, "逐行比对", "compare the stored rows as well")                        \
    X(AS, "as", 0, "VERSION", "数据版本名", "version name of the data")                            \
    X(DSN, "dsn", 0, "DSN", "数据库连接串", "database connection string")                          \
    X(STATION, "station", 0, "NAME", "下级站", "child station")                                    \
    X(ACCOUNT, "account", 0, "NAME", "账户", "account")                                            \
    X(REVOKE, "revoke", 0, NULL, "撤销而非允许", "revoke instead of allow")                        \
    X(SCOPES, "scopes", 0, "A,B", "权限",                                                          \
      "submit read:own read:subtree act act:head act:leader act:joint_meeting petitioner follow "  \
      "import admin")                                                                              \
    X(IPC_UID, "ipc-uid", 0, "UID", "映射的本机用户", "local user mapped to the account")          \
    X(FROM, "from", 0, "DATE", "起算事由发生之日(不计入)",                                         \
      "day of the event, not counted; of a report: due from that day on")                          \
    X(DAYS, "days", 0, "N", "期限长度", "length of the period")                                    \
    X(KIND, "kind", 0, "WORD", "自然日或工作日；文书种类",                                         \
      "calendar, working or month; of papers: accept extend opinion ...")                          \
    X(CASE, "case", 0, "CASE", "哪一件", "of which case")                                          \
    X(YEAR, "year", 0, "YYYY", "哪一年", "of which year")                                          \
    X(CALENDAR, "calendar", 0, "FILE", "放假安排文件(默认为随附的全国日历)",                       \
      "calendar file; without it the one shipped")                                                 \
    X(RULES, "rules", 0, "SET[,SET]", "规则集名或文件，可加一个地方规则集",                        \
      "rule set by name or file, and a provincial one")                                            \
    X(CLOCK, "clock", 0, "LIMIT", "时限，如 C5", "which limit of the rule set, such as C5")        \
    X(EXTEND, "extend", 0, "N", "延长", "extended by")                                             \
    X(PAUSE, "pause", 0, "DATE..DATE", "听证期间(可用逗号分隔多段)",                               \
      "hearing, not counted; several with commas")                                                 \
    X(REGION, "region", 0, "DIVISION", "适用哪一地的假日", "whose regional holidays apply")        \
    X(FILE, "file", 0, "FILE|-", "逐行 JSON；补充为一个对象",                                      \
      "one JSON object per line; of a supplement one object")                                      \
    X(FORMAT, "format", 0, "txt|html", "文本或可打印的网页", "text, or a page to print")           \
    X(TEMPLATES, "templates", 0, "DIR", "本单位的文书模板目录",                                    \
      "the office's own templates of papers, before those built in")

enum option {
#define OPTION_ENUM(name, text, letter, value, zh, en) OPTION_##name,
    OPTIONS(OPTION_ENUM)
#undef OPTION_ENUM
    OPTION_MAX
};
CTASSERT(OPTION_MAX <= 128);

typedef unsigned __int128 option_set; /* one bit each */
#define OPT(name) ((option_set)1 << OPTION_##name)

struct option_row {
    const char *name;
    char letter;       /* 0 = none */
    const char *value; /* NULL = a flag */
    const char *zh, *en;
};
const struct option_row *option_row(enum option option);

#define ARGUMENTS_MAX 16
#define REPEATS_MAX   256 /* of --outcome: as many as a case has problems; or of --accused */

struct words {
    const char *argument[ARGUMENTS_MAX]; /* borrowed from argv, like all texts here */
    size_t argument_count;
    const char *value[OPTION_MAX];     /* "" for a flag, NULL = not given */
    const char *repeated[REPEATS_MAX]; /* all values of the option that may be given again */
    size_t repeated_count;
    option_set given;
};

struct words_error {
    enum words_trouble {
        WORDS_UNKNOWN_OPTION,
        WORDS_AMBIGUOUS_OPTION,
        WORDS_VALUE_MISSING,
        WORDS_VALUE_UNWANTED,
        WORDS_TWICE,
        WORDS_TOO_MANY,
    } trouble;
    const char *word; /* borrowed from argv */
};

/* Options may stand anywhere, `--name value` or `--name=value`, unique prefixes will do; "--" ends
 * them and "-" is an argument. False: *ret_error says why. */
bool words_parse(int argc, const char *const argv[], struct words *ret_words,
                 struct words_error *ret_error) must_check;
/* A sentence with both languages for it. */
const char *words_trouble_text(enum words_trouble trouble);
