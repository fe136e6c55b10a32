/* SPDX-License-Identifier: Apache-2.0
 * An act on its way: in a journal entry, an order, a request. */
#include "wire/internal.h"

#include <string.h>

PB(Operator) * wire_operator_out(struct wire *wire, const struct operator_ref *operator_ref) {
    PB(Operator) *out = NULL;

    if (operator_ref->id[0] == '\0' && operator_ref->name[0] == '\0' &&
        operator_ref->post[0] == '\0') {
        return NULL;
    }
    out = wire_alloc(wire, 1, sizeof *out);
    if (out != NULL) {
        pujiang__v1__operator__init(out);
        out->id = wire_out_text(operator_ref->id);
        out->name = wire_out_text(operator_ref->name);
        out->post = wire_out_text(operator_ref->post);
    }
    return out;
}

void wire_operator_in(struct wire *wire, const PB(Operator) * from,
                      struct operator_ref *ret_operator) {
    memset(ret_operator, 0, sizeof *ret_operator);
    if (from != NULL) {
        wire_in_text(wire, from->id, ret_operator->id, sizeof ret_operator->id);
        wire_in_text(wire, from->name, ret_operator->name, sizeof ret_operator->name);
        wire_in_text(wire, from->post, ret_operator->post, sizeof ret_operator->post);
    }
}

PB(Act) * wire_act_out(struct wire *wire, const struct act *act) {
    PB(Act) *out = wire_alloc(wire, 1, sizeof *out);

    if (out == NULL) {
        return NULL;
    }
    pujiang__v1__act__init(out);
    out->kind = (PB(ActKind))act->kind;
    out->node = wire_out_text(act->node.text);
    out->target = wire_out_text(act->target.text);
    out->reason = wire_out(act->reason);
    out->rule = act->rule;
    out->due_date = act->due.day;
    out->responsible = wire_out_text(act->responsible);
    out->binding = act->binding;
    out->problem_outcomes = wire_problems_out(wire, act->problem_outcomes, act->problem_count);
    out->n_problem_outcomes = act->problem_count;
    out->operator_ = wire_operator_out(wire, &act->operator_ref);
    out->acted_at = act->acted_at.us;
    out->category = wire_out_text(act->category);
    out->term = act->term;
    out->account = wire_out_text(act->account.text);
    out->capacity = (PB(Capacity))act->capacity;
    out->ruling = (PB(Ruling))act->ruling;
    out->ground = (PB(Ground))act->ground;
    out->service = (PB(Service))act->service;
    out->rating = (PB(Rating))act->rating;
    out->channel = wire_out_text(act->channel);
    out->proof = wire_out(act->proof);
    out->leading = wire_out_text(act->leading.text);
    out->leading_state = (PB(State))act->leading_state;
    out->facts = act->facts;
    out->lane = (PB(Lane))act->lane;
    out->contact = (PB(Contact))act->contact;
    out->corrections = wire_corrections_out(wire, act->corrections, act->correction_count);
    out->n_corrections = act->correction_count;
    out->submission = wire_out_digest(&act->submission);
    out->happened_at = act->happened_at.us;
    return out;
}

void wire_act_in(struct wire *wire, const PB(Act) * from, struct act *act) {
    memset(act, 0, sizeof *act);
    if (from == NULL) {
        return;
    }
    act->kind = (enum act_kind)wire_in_enum(wire, (int)from->kind, ACT_MAX);
    wire_in_node(wire, from->node, &act->node);
    wire_in_node(wire, from->target, &act->target);
    act->reason = wire_in(from->reason);
    wire_in_count(wire, act->reason.len, REASON_BYTES_MAX); /* it becomes a leg's */
    act->rule = from->rule;
    act->due.day = from->due_date;
    wire_in_text(wire, from->responsible, act->responsible, sizeof act->responsible);
    act->binding = from->binding;
    act->problem_outcomes =
        wire_problems_in(wire, from->problem_outcomes, from->n_problem_outcomes);
    act->problem_count = from->n_problem_outcomes;
    wire_operator_in(wire, from->operator_, &act->operator_ref);
    act->acted_at.us = from->acted_at;
    wire_in_text(wire, from->category, act->category, sizeof act->category);
    act->term = from->term;
    wire_in_text(wire, from->account, act->account.text, sizeof act->account.text);
    act->capacity = (enum capacity)wire_in_enum(wire, (int)from->capacity, CAPACITY_MAX);
    act->ruling = (enum ruling)wire_in_enum(wire, (int)from->ruling, RULING_MAX);
    act->ground = (enum ground)wire_in_enum(wire, (int)from->ground, GROUND_MAX);
    act->service = (enum service)wire_in_enum(wire, (int)from->service, SERVICE_MAX);
    act->rating = (enum rating)wire_in_enum(wire, (int)from->rating, RATING_MAX);
    wire_in_text(wire, from->channel, act->channel, sizeof act->channel);
    act->proof = wire_in(from->proof);
    wire_in_count(wire, act->proof.len, PROOF_BYTES_MAX);
    wire_in_text(wire, from->leading, act->leading.text, sizeof act->leading.text);
    act->leading_state = (enum state)wire_in_enum(wire, (int)from->leading_state, STATE_MAX);
    act->facts = from->facts;
    act->lane = (enum lane)wire_in_enum(wire, (int)from->lane, LANE_OF_CASE_MAX);
    act->contact = (enum contact)wire_in_enum(wire, (int)from->contact, CONTACT_MAX);
    act->corrections = wire_corrections_in(wire, from->corrections, from->n_corrections);
    act->correction_count = from->n_corrections;
    wire_in_digest(wire, from->submission, &act->submission);
    act->happened_at.us = from->happened_at;
}
