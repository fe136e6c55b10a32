/* SPDX-License-Identifier: Apache-2.0
 * The configuration keys. To add one: a member of struct config and a row here; then `pujiangd
 * --print-example` and a paragraph in pujiangd.conf(5), which the test asks for. */
#include "config_table.h"

#define AT(member) offsetof(struct config, member)

const struct config_row config_rows[] = {
    {"station", "name", CONFIG_STATION, true, false, AT(station.name), "", 0, 0, "",
     "本站名称：小写字母、数字、连字符",
     "name of this station: lower-case letters, digits, hyphens"},
    {"station", "parent", CONFIG_STATION, false, false, AT(station.parent), "", 0, 0, "",
     "上级站名称；空 = 本站在最上层", "name of the parent station; empty = this one is the top"},
    {"station", "secret_file", CONFIG_TEXT, true, false, AT(station.secret_file),
     "/var/lib/pujiang/{name}/secret", 0, 0, "",
     "本站密钥(32 字节)，没有时自动生成；丢失后查询码作废，请另行备份",
     "the station's secret (32 bytes), made when missing; without it query codes are void: back it "
     "up"},
    {"station", "sandbox", CONFIG_BOOL, false, false, AT(station.sandbox), "no", 0, 0, "",
     "沙箱站：每份回执都带标记", "a sandbox: every receipt is marked"},

    {"database", "host", CONFIG_TEXT, false, false, AT(database.host), "", 0, 0, "",
     "主机或套接字目录，可用逗号列几个；空 = libpq 默认",
     "host or socket directory, several with commas; empty = libpq's default"},
    {"database", "port", CONFIG_TEXT, false, false, AT(database.port), "", 0, 0, "",
     "端口，可与 host 逐个对应；空 = 5432", "port, one per host with commas; empty = 5432"},
    {"database", "dbname", CONFIG_TEXT, true, false, AT(database.dbname), "{name}", 0, 0, "",
     "数据库名", "name of the database"},
    {"database", "user", CONFIG_TEXT, false, false, AT(database.user), "", 0, 0, "",
     "数据库用户；空 = 运行本程序的用户", "database user; empty = the user this program runs as"},
    {"database", "password_file", CONFIG_TEXT, false, false, AT(database.password_file), "", 0, 0,
     "", "存口令的文件，只取第一行", "file whose first line is the password"},
    {"database", "sslmode", CONFIG_TEXT, false, false, AT(database.sslmode), "", 0, 0, "",
     "libpq 的 sslmode；远程主机请用 verify-full",
     "libpq's sslmode; use verify-full for a remote host"},
    {"database", "sslrootcert", CONFIG_TEXT, false, false, AT(database.sslrootcert), "", 0, 0, "",
     "CA 证书文件", "file with the CA certificate"},
    {"database", "target_session_attrs", CONFIG_TEXT, false, false,
     AT(database.target_session_attrs), "read-write", 0, 0, "", "多个主机时选哪一个",
     "which of several hosts to use"},
    {"database", "options", CONFIG_TEXT, false, false, AT(database.options), "", 0, 0, "",
     "libpq 的 options", "libpq's options"},
    {"database", "unsafe_lab", CONFIG_BOOL, false, false, AT(database.unsafe_lab), "no", 0, 0, "",
     "允许 fsync=off 一类设置：只用于可丢弃的测试数据",
     "accept fsync=off and its like: only for data that may be lost"},

    {"link", "listen", CONFIG_ENDPOINT, false, false, AT(link.listen), "", 0, 0, "",
     "接受下级站的地址，如 tcp://0.0.0.0:7330；空 = 没有下级站",
     "where child stations dial in, such as tcp://0.0.0.0:7330; empty = no children"},
    {"link", "parent_endpoint", CONFIG_ENDPOINT, false, false, AT(link.parent_endpoint), "", 0, 0,
     "", "上级站的地址", "where the parent station listens"},
    {"link", "parent_key", CONFIG_CURVE, false, false, AT(link.parent_key), "", 0, 0, "",
     "上级站的公钥(40 个字符)", "the parent station's public key (40 characters)"},
    {"link", "key_file", CONFIG_TEXT, true, false, AT(link.key_file),
     "/var/lib/pujiang/{name}/curve.key", 0, 0, "", "本站密钥对：两行，公钥和私钥；没有时自动生成",
     "this station's key pair: two lines, public and secret; made when missing"},

    {"api", "ipc", CONFIG_ENDPOINT, false, false, AT(api.ipc), "ipc:///run/pujiang/{name}.sock", 0,
     0, "", "本机工具的套接字；空 = 不开", "socket for tools on this machine; empty = none"},
    {"api", "listen", CONFIG_ENDPOINT, false, false, AT(api.listen), "", 0, 0, "",
     "集成方的地址(CURVE 加密)，如 tcp://0.0.0.0:7331；空 = 不开",
     "where integrators connect (CURVE), such as tcp://0.0.0.0:7331; empty = none"},

    {"account", "admin_uids", CONFIG_UIDS, false, true, AT(account.admin_uids), "0 self", 0, 0, "",
     "经本机套接字即为管理员的 uid；self = 运行本程序的用户",
     "uids that are administrators on the local socket; self = the user this program runs as"},

    {"log", "level", CONFIG_LEVEL, false, true, AT(log.level), "info", 0, 0, "",
     "debug、info、warn 或 error", "debug, info, warn or error"},

    {"limits", "linger_us", CONFIG_NUMBER, false, false, AT(limits.linger_us), "0", 0, 100000, "us",
     "提交前等待更多来件；0 = 不等，仅在处理器紧张时有用",
     "wait for company before a commit; 0 = do not, of use only when the processor is scarce"},
    {"limits", "cache_cases_max", CONFIG_NUMBER, false, false, AT(limits.cache_cases_max), "512",
     64, 1000000, "", "内存中最多保留的件数", "cases kept in memory"},
    {"limits", "partition_rows", CONFIG_NUMBER, false, false, AT(limits.partition_rows), "1000000",
     1000, 100000000, "", "日志表每个分区的行数", "rows per partition of the journal"},
    {"limits", "query_timeout_ms", CONFIG_NUMBER, false, false, AT(limits.query_timeout_ms),
     "10000", 100, 600000, "ms", "只读查询的时间上限", "time limit of a read"},
    {"limits", "drain_s", CONFIG_NUMBER, false, true, AT(limits.drain_s), "30", 1, 600, "s",
     "停止时最多等待多久", "how long a stop may take"},

    {"lab", "virtual_clock", CONFIG_TEXT, false, false, AT(lab.virtual_clock), "", 0, 0, "",
     "虚拟时钟：文件内为超前本机的整秒数，可为负；须 unsafe_lab，每份回执都带标记",
     "virtual wall clock: a file with the whole seconds it is ahead of the machine's, or behind "
     "with a minus; needs unsafe_lab, marks every receipt"},
};

const size_t config_row_count = ARRAY_COUNT(config_rows);
