/* SPDX-License-Identifier: Apache-2.0
 * The report of a data file: every trouble counted, the first hundred kept with their lines. Pure.
 */
#include "base/text.h"
#include "core/directory.h"

#include <stdarg.h>
#include <string.h>

void data_report_add(struct data_report *report, uint32_t line, bool fatal, const char *format,
                     ...) {
    struct data_issue *issue = &report->issues[report->issue_count];
    va_list arguments;

    report->issues_total++;
    report->fatal_total += fatal ? 1 : 0;
    if (report->issue_count == DATA_ISSUES_MAX) {
        return;
    }
    report->issue_count++;
    issue->line = line;
    issue->fatal = fatal;
    va_start(arguments, format);
    text_cut(issue->sentence, sizeof issue->sentence, format, arguments);
    va_end(arguments);
}
