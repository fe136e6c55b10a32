/* SPDX-License-Identifier: Apache-2.0
 * The words of the lists in Chinese, as papers show them. */
#include "node/paper_words.h"

const char *zh_of(const char *const *words, size_t count, unsigned number) {
    return number < count && words[number] != NULL ? words[number] : "未说明";
}

const char *const zh_forms[FORM_MAX] = {
    [FORM_LETTER] = "来信", [FORM_VISIT] = "来访",      [FORM_WEB] = "网上信访",
    [FORM_PHONE] = "电话",  [FORM_FAX] = "传真",        [FORM_SMS] = "短信",
    [FORM_VIDEO] = "视频",  [FORM_SESSION] = "领导接访"};

const char *const zh_purposes[PURPOSE_MAX] = {[PURPOSE_SUGGESTION] = "建议意见",
                                              [PURPOSE_ACCUSATION] = "检举控告",
                                              [PURPOSE_CLAIM] = "申诉求决",
                                              [PURPOSE_INQUIRY] = "咨询",
                                              [PURPOSE_THANKS] = "感谢"};

const char *const zh_origins[TEXT_ORIGIN_MAX] = {
    [TEXT_ORIGIN_OWN_WORDS] = "信访人本人书写",
    [TEXT_ORIGIN_DICTATED_AND_READ_BACK] = "口述记录，已向信访人宣读核对",
    [TEXT_ORIGIN_CLERK_SUMMARY] = "工作人员概括记录，非信访人原话",
    [TEXT_ORIGIN_TRANSCRIPT] = "录音转写"};

const char *const zh_states[STATE_MAX] = {[STATE_RECEIVED] = "已收到",
                                          [STATE_REGISTERED] = "已登记",
                                          [STATE_ROUTED] = "已转送/交办",
                                          [STATE_DISPUTED] = "管辖争议处理中",
                                          [STATE_ACCEPTED] = "已受理",
                                          [STATE_EXTENDED] = "已延期",
                                          [STATE_SIMPLE] = "简易办理",
                                          [STATE_CHANNELLED] = "已导入法定途径",
                                          [STATE_TRANSFERRED_OUT] = "已转有权机关",
                                          [STATE_STUDYING] = "建议办理中",
                                          [STATE_HEARING] = "听证",
                                          [STATE_DECIDED] = "已作出处理意见",
                                          [STATE_SERVED] = "处理意见已送达",
                                          [STATE_IN_REVIEW] = "复查中",
                                          [STATE_REVIEW_SERVED] = "复查意见已送达",
                                          [STATE_IN_RECHECK] = "复核中",
                                          [STATE_REMANDED] = "责令重新办理",
                                          [STATE_EXECUTING] = "落实中",
                                          [STATE_ENDED_NO_REQUEST] = "逾期未申请，处理终结",
                                          [STATE_ENDED_AGREED] = "协议履行完毕",
                                          [STATE_ENDED_FINAL] = "复核终结",
                                          [STATE_ENDED_REPLIED] = "已答复",
                                          [STATE_NOT_ACCEPTED] = "不予受理(已告知去处)",
                                          [STATE_WITHDRAWN] = "信访人撤回"};

const char *const zh_clocks[CLOCK_MAX] = {[CLOCK_VISIT_WORD] = "不告知下级",
                                          [CLOCK_ALONG] = "随牵头件移交",
                                          [CLOCK_ROUTE] = "转送、交办",
                                          [CLOCK_NOTICE] = "书面告知是否受理",
                                          [CLOCK_ASSIGNED] = "报送办结报告",
                                          [CLOCK_PARKED] = "人工处理",
                                          [CLOCK_HANDLE] = "作出处理意见",
                                          [CLOCK_SIMPLE] = "简易办理答复",
                                          [CLOCK_SERVE] = "送达",
                                          [CLOCK_ASK_REVIEW] = "信访人申请复查",
                                          [CLOCK_REVIEW] = "作出复查意见",
                                          [CLOCK_ASK_RECHECK] = "信访人申请复核",
                                          [CLOCK_RECHECK] = "作出复核意见",
                                          [CLOCK_DISPUTE] = "处理管辖异议",
                                          [CLOCK_EXECUTE] = "落实处理意见",
                                          [CLOCK_STUDY] = "答复建议",
                                          [CLOCK_CHANNEL] = "法定途径办理",
                                          [CLOCK_ANSWER] = "答复催办、督办",
                                          [CLOCK_URGENT] = "签收紧急报告",
                                          [CLOCK_HEARING] = "听证",
                                          [CLOCK_CONTACT] = "首次联系信访人",
                                          [CLOCK_SERVICE] = "核实送达",
                                          [CLOCK_ASSIST] = "协办答复",
                                          [CLOCK_PROPOSAL] = "书面答复建议",
                                          [CLOCK_FEEDBACK] = "向来件机关反馈"};

const char *const zh_clock_states[CLOCK_STATE_MAX] = {[CLOCK_STATE_RUNNING] = "进行中",
                                                      [CLOCK_STATE_MET] = "已按时完成",
                                                      [CLOCK_STATE_LAPSED] = "已超期",
                                                      [CLOCK_STATE_PAUSED] = "暂停",
                                                      [CLOCK_STATE_ENDED] = "已终止(未完成)"};

const char *const zh_legs[LEG_MAX] = {
    [LEG_DELEGATE] = "交办",   [LEG_ESCALATE] = "呈报", [LEG_TRANSFER] = "转送",
    [LEG_RETURN] = "退回",     [LEG_RECALL] = "撤回",   [LEG_BOUNCE] = "退还",
    [LEG_REVIEW] = "复查",     [LEG_REMAND] = "发回",   [LEG_ATTACH] = "关联",
    [LEG_DETACH] = "解除关联", [LEG_SEIZE] = "提级办理"};

const char *const zh_outcomes[OUTCOME_MAX] = {
    [OUTCOME_UNSPECIFIED] = "办理中",   [OUTCOME_SOLVED] = "已解决",
    [OUTCOME_EXPLAINED] = "已解释说明", [OUTCOME_NOT_SUPPORTED] = "不予支持",
    [OUTCOME_ASSIGNED] = "已交办",      [OUTCOME_REFERRED_OUT] = "已转有权机关"};

const char *const zh_case_fields[CASE_FIELD_MAX] = {[CASE_FIELD_CATEGORY] = "内容分类",
                                                    [CASE_FIELD_PLACE] = "问题属地",
                                                    [CASE_FIELD_PERSONS] = "人数",
                                                    [CASE_FIELD_KNOWN_AT] = "知道之日",
                                                    [CASE_FIELD_FORM] = "信访形式"};

const char *const zh_rulings[RULING_MAX] = {
    [RULING_SUPPORTED] = "支持",         [RULING_EXPLAINED] = "解释说明",
    [RULING_NOT_SUPPORTED] = "不予支持", [RULING_UPHELD] = "维持原意见",
    [RULING_CHANGED] = "变更原意见",     [RULING_REMANDED] = "撤销原意见，责令重新办理",
    [RULING_ADOPTED] = "采纳",           [RULING_PARTLY_ADOPTED] = "部分采纳",
    [RULING_NOT_ADOPTED] = "未采纳",     [RULING_AGREED] = "同意",
    [RULING_NOT_AGREED] = "不同意"};

const char *const zh_grounds[GROUND_MAX] = {
    [GROUND_LITIGATION] = "已经或者依法应当通过诉讼、仲裁、行政复议等法定途径解决",
    [GROUND_LEVEL_SKIPPING_VISIT] = "越级走访，应当到有权处理的本级或者上一级机关、单位提出",
    [GROUND_SAME_MATTER_OPEN] = "同一事项正在受理、办理",
    [GROUND_SAME_MATTER_ENDED] = "同一事项已经复查复核终结，没有新的事实和理由",
    [GROUND_LITIGATION_ENDED] = "同一事项已经依法律程序终结",
    [GROUND_OUT_OF_TIME] = "超过申请期限，没有正当理由",
    [GROUND_WRONG_BODY] = "应当向其他有权机关申请",
    [GROUND_ACCUSATION] = "检举控告，应当由有权机关处理",
    [GROUND_IMPROVE_WORK] = "改进工作",
    [GROUND_PERFECT_POLICY] = "完善政策",
    [GROUND_HOLD_TO_ACCOUNT] = "追究责任"};

/* Where to go instead, in general; the act names the office or the channel as well. */
const char *const zh_doors[GROUND_MAX] = {
    [GROUND_LITIGATION] = "有权的人民法院、人民检察院、公安机关、仲裁机构或者行政复议机关",
    [GROUND_LEVEL_SKIPPING_VISIT] = "有权处理的本级或者上一级机关、单位；来信、网上、电话不受此限",
    [GROUND_SAME_MATTER_OPEN] = "正在办理该事项的机关、单位，可凭原编号查询、补充",
    [GROUND_SAME_MATTER_ENDED] = "有新的事实或者理由的，可以重新提出",
    [GROUND_LITIGATION_ENDED] = "作出终结决定的机关"};

const char *const zh_services[SERVICE_MAX] = {[SERVICE_IN_PERSON] = "当面送达",
                                              [SERVICE_REGISTERED_POST] = "挂号邮寄",
                                              [SERVICE_ELECTRONIC] = "电子送达"};
