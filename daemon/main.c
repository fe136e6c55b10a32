/* SPDX-License-Identifier: Apache-2.0
 * pujiangd: options, then one station until it is told to stop. It stays in the foreground; a
 * supervisor does the rest. */
#include "config.h"
#include "daemon.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#define CONFIG_PATH_DEFAULT "/etc/pujiang/pujiangd.conf"
#define EXAMPLE_BYTES_MAX   (64 * 1024)

enum long_option {
    OPTION_EXAMPLE = 256,
    OPTION_SANDBOX,
    OPTION_UNSAFE_LAB,
    OPTION_VERSION,
    OPTION_HELP
};

static const struct option long_options[] = {
    {"config", required_argument, NULL, 'c'},
    {"check", no_argument, NULL, 'n'},
    {"foreground", no_argument, NULL, 'f'},
    {"print-example", no_argument, NULL, OPTION_EXAMPLE},
    {"sandbox", no_argument, NULL, OPTION_SANDBOX},
    {"unsafe-lab", no_argument, NULL, OPTION_UNSAFE_LAB},
    {"version", no_argument, NULL, OPTION_VERSION},
    {"help", no_argument, NULL, OPTION_HELP},
    {NULL, 0, NULL, 0},
};

static const char help_text[] =
    "pujiangd [-c FILE] [-n] [--sandbox] [--unsafe-lab]\n"
    "\n"
    "  -c, --config FILE    配置文件，默认 " CONFIG_PATH_DEFAULT "\n"
    "                       configuration file, the default is above\n"
    "  -n, --check          只检查配置并打印规范形式\n"
    "                       check the configuration, print its canonical form, do nothing else\n"
    "  -f, --foreground     在前台运行(总是如此)\n"
    "                       stay in the foreground (always so)\n"
    "      --sandbox        沙箱站：每份回执都带标记\n"
    "                       a sandbox: every receipt is marked\n"
    "      --unsafe-lab     接受会丢失已提交数据的数据库(仅供试验)\n"
    "                       accept a database that may lose commits: for experiments only\n"
    "      --print-example  打印配置样例 / print an example configuration\n"
    "      --version        版本 / version\n"
    "      --help           本说明 / this text\n"
    "\n"
    "信号 signals: TERM INT 排空后停止 drain and stop, HUP 重读配置 reload, USR1 统计 statistics\n"
    "退出码 exit status: 0, 64 用法 usage, 71 系统 machine, 78 配置 configuration\n";

struct options {
    const char *path;
    bool check, sandbox, unsafe_lab;
};

static bool print_buf(const struct buf *text) {
    return fwrite(text->data, 1, text->len, stdout) == text->len && fflush(stdout) == 0;
}

static int print_example(void) {
    struct buf text;
    enum pj_code code = PJ_OK;
    bool printed = false;

    buf_init(&text, EXAMPLE_BYTES_MAX);
    code = config_print_example(&text);
    printed = code == PJ_OK && print_buf(&text);
    buf_release(&text);
    return printed ? EX_OK : EX_OSERR;
}

static int print_canonical(const struct config *config) {
    struct buf text;
    enum pj_code code = PJ_OK;
    bool printed = false;

    buf_init(&text, EXAMPLE_BYTES_MAX);
    code = config_print(config, &text);
    printed = code == PJ_OK && print_buf(&text);
    buf_release(&text);
    return printed ? EX_OK : EX_OSERR;
}

static bool read_config(const struct options *options, struct config *ret_config) {
    struct buf errors;
    enum pj_code code = PJ_OK;

    buf_init(&errors, CONFIG_ERROR_BYTES_MAX);
    code = config_read(options->path, &errors, ret_config);
    if (code == PJ_OK) {
        ret_config->station.sandbox = ret_config->station.sandbox || options->sandbox;
        ret_config->database.unsafe_lab = ret_config->database.unsafe_lab || options->unsafe_lab;
        code = config_check_lab(options->path, ret_config, &errors);
    }
    if (code != PJ_OK) {
        (void)fwrite(errors.data, 1, errors.len, stderr);
    }
    buf_release(&errors);
    return code == PJ_OK;
}

static int start(const struct options *options) {
    struct config config;

    if (!read_config(options, &config)) {
        return EX_CONFIG;
    }
    return options->check ? print_canonical(&config) : daemon_run(&config, options->path);
}

/* The exit status when an option ends the program by itself, -1 = go on. */
static int take_option(int option, struct options *options) {
    switch (option) {
    case 'c':
        options->path = optarg;
        return -1;
    case 'n':
        options->check = true;
        return -1;
    case 'f':
        return -1;
    case OPTION_SANDBOX:
        options->sandbox = true;
        return -1;
    case OPTION_UNSAFE_LAB:
        options->unsafe_lab = true;
        return -1;
    case OPTION_EXAMPLE:
        return print_example();
    case OPTION_VERSION:
        (void)printf("pujiangd %s\n", PJ_VERSION);
        return EX_OK;
    case OPTION_HELP:
        (void)fputs(help_text, stdout);
        return EX_OK;
    default:
        (void)fputs(help_text, stderr);
        return EX_USAGE;
    }
}

int main(int argc, char **argv) {
    struct options options = {.path = CONFIG_PATH_DEFAULT};
    int option = 0;

    for (option = getopt_long(argc, argv, "c:nf", long_options, NULL); option != -1;
         option = getopt_long(argc, argv, "c:nf", long_options, NULL)) {
        int status = take_option(option, &options);

        if (status >= 0) {
            return status;
        }
    }
    if (optind < argc) {
        (void)fprintf(stderr, "pujiangd: %s: 没有这个参数 / no such argument\n\n", argv[optind]);
        (void)fputs(help_text, stderr);
        return EX_USAGE;
    }
    return start(&options);
}
