/* Threads take one request after the other; calls of one actor are carried out in their order. */
#include "hub.h"

#include "answer_memory.h"
#include "arena.h"
#include "files_made.h"
#include "kernel_coverage.h"
#include "own_descriptors.h"
#include "record.h"
#include "run.h"
#include "shared.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LANES 256
/* Nothing to do for so long: memory goes back. */
#define IDLE_MS 300
#define STACK_BYTES ((size_t)512 << 10)

/* The calls of an actor, in the order in which they came. */
struct lane {
    unsigned long next, serving;
};

static const struct hub_options *how;
static pthread_mutex_t intake = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t state = PTHREAD_MUTEX_INITIALIZER;
/* A lane goes on; a thread has nothing to do; the last thread has ended. */
static pthread_cond_t lane_moves = PTHREAD_COND_INITIALIZER;
static pthread_cond_t one_idles = PTHREAD_COND_INITIALIZER;
static pthread_cond_t none_left = PTHREAD_COND_INITIALIZER;
static struct lane lanes[LANES];
static bool greeted, ended;
static int threads, idle;
static unsigned long runs;
static bool lines_taken[WINDOW];

static struct lane *lane_of(const char *actor)
{
    unsigned hash = 0;
    for (; *actor != '\0'; actor++)
        hash = hash * 31 + (unsigned char)*actor;
    return &lanes[hash % LANES];
}

static void wait_for_turn(struct lane *lane, unsigned long ticket)
{
    pthread_mutex_lock(&state);
    while (lane->serving != ticket)
        pthread_cond_wait(&lane_moves, &state);
    pthread_mutex_unlock(&state);
}

static void end_turn(struct lane *lane)
{
    pthread_mutex_lock(&state);
    lane->serving++;
    pthread_cond_broadcast(&lane_moves);
    pthread_mutex_unlock(&state);
}

/* A start line of one's own, for as long as a run takes. */
static int take_line(void)
{
    int line = 0;
    pthread_mutex_lock(&state);
    while (line < WINDOW - 1 && lines_taken[line])
        line++;
    lines_taken[line] = true;
    pthread_mutex_unlock(&state);
    return line;
}

static void give_line(int line)
{
    pthread_mutex_lock(&state);
    lines_taken[line] = false;
    pthread_mutex_unlock(&state);
}

static void begin_run(struct run *run, struct text *records)
{
    *run = (struct run){.line = take_line(), .bindings = json_object(), .ended = json_object(),
                        .records = records};
}

static void play_program(const struct request *request)
{
    struct run run;
    struct text text;
    json_t *steps = json_object_get(request->params, "steps");
    if (!json_is_array(steps)) {
        answer_error(request->id, ERROR_PARAMS, "program.run: expected a list of steps");
        return;
    }
    struct answer *answer = take_answer();
    text_init(&text, answer->memory, answer->memory == NULL ? 0 : LINE_BYTES_MAX);
    text_put(&text, "{\"value\":{\"records\":[");
    size_t start = text.used;
    begin_run(&run, &text);
    pthread_mutex_lock(&state);
    run.number = ++runs;
    pthread_mutex_unlock(&state);
    run_steps(&run, steps);
    actors_end_run(run.number);
    give_line(run.line);
    if (run.problem[0] != '\0') {
        answer_error(request->id, ERROR_ADAPTER, run.problem);
    } else {
        /* No comma behind the last record. */
        if (text.used > start)
            text.used--;
        text_put(&text, "]}}");
        answer_result(request->id, text.at, text.used);
    }
    give_answer(answer, text.used);
}

/* Where the kernel has been since the last time, whoever had it go there. */
static void take_coverage(const struct request *request)
{
    uint32_t *edges = arena_allocate(EDGES_MAX * sizeof *edges);
    if (!shared->has_coverage || edges == NULL) {
        answer_error(request->id, ERROR_METHOD, "coverage.take: there is no kcov to be had here");
        return;
    }
    struct answer *answer = take_answer();
    struct text text;
    size_t count = kernel_coverage_take(edges, EDGES_MAX);
    text_init(&text, answer->memory, answer->memory == NULL ? 0 : LINE_BYTES_MAX);
    text_put(&text, "{\"value\":{\"edges\":[");
    for (size_t i = 0; i < count; i++) {
        text_put(&text, i == 0 ? "" : ",");
        text_number(&text, edges[i]);
    }
    text_put(&text, "]}}");
    answer_result(request->id, text.at, text.used);
    give_answer(answer, text.used);
}

static void make_call(const struct request *request, const struct op_shape *op)
{
    struct run run;
    struct text text;
    json_t *name = json_object_get(request->params, "actor");
    struct call call = {.op = op, .args = json_copy(request->params)};
    char problem[256];
    if (json_object_del(call.args, "actor") != 0 || !json_is_string(name)) {
        answer_error(request->id, ERROR_PARAMS, "expected the name of an actor");
        return;
    }
    if (!check_arguments(op, call.args, problem, sizeof problem)) {
        answer_error(request->id, ERROR_PARAMS, problem);
        return;
    }
    struct answer *answer = take_answer();
    text_init(&text, answer->memory, answer->memory == NULL ? 0 : LINE_BYTES_MAX);
    begin_run(&run, NULL);
    struct actor *actor = actor_find(json_string_value(name));
    if (actor == NULL) {
        call_gone(&call, json_string_value(name));
    } else {
        run_call(&run, actor, &call);
        actor_release(actor);
    }
    give_line(run.line);
    if (call.end == CALL_FAULT) {
        answer_error(request->id, ERROR_ADAPTER, call.fault);
    } else {
        write_result(&text, &call);
        answer_result(request->id, text.at, text.used);
    }
    give_answer(answer, text.used);
}

/* Hello, with all others waiting. */
static void say_hello(const struct request *request)
{
    if (greeted && !how->may_greet_again) {
        answer_error(request->id, ERROR_ORDER, "hello was said already");
        return;
    }
    if (greeted) {
        pthread_mutex_lock(&state);
        while (idle + 1 < threads)
            pthread_cond_wait(&one_idles, &state);
        pthread_mutex_unlock(&state);
        actors_end_all();
    }
    greeted = greet(request, how->setup) || greeted;
}

static void carry_out(const struct request *request, struct lane *lane, unsigned long ticket)
{
    char message[120];
    const struct op_shape *op = find_op(request->method);
    if (strcmp(request->method, "program.run") == 0) {
        play_program(request);
    } else if (strcmp(request->method, "coverage.take") == 0) {
        take_coverage(request);
    } else if (op == NULL) {
        snprintf(message, sizeof message, "there is no Op named %.60s", request->method);
        answer_error(request->id, ERROR_METHOD, message);
    } else {
        wait_for_turn(lane, ticket);
        make_call(request, op);
        end_turn(lane);
    }
}

static void *serve(void *ignored);

static void start_thread(void)
{
    pthread_t thread;
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, STACK_BYTES);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    if (pthread_create(&thread, &attributes, serve, NULL) != 0)
        threads--;
    pthread_attr_destroy(&attributes);
}

/* Somebody else reads on while this thread works. */
static void set_idle(bool is_idle)
{
    pthread_mutex_lock(&state);
    idle += is_idle ? 1 : -1;
    if (!is_idle && idle == 0 && threads < WINDOW && !ended) {
        threads++;
        start_thread();
    }
    pthread_cond_broadcast(&one_idles);
    pthread_mutex_unlock(&state);
}

/* Reads a request in turn; false: there are none any more. */
static bool next_request(struct request *request, struct lane **lane, unsigned long *ticket)
{
    struct line line = {0};
    bool found = false;
    pthread_mutex_lock(&intake);
    while (!found && !ended && output_works()) {
        if (!line_waits(how->from, IDLE_MS)) {
            actors_trim();
            answers_trim();
        }
        if (!read_line(how->from, &line))
            break;
        if (line.at == NULL) {
            answer_error(NULL, ERROR_PARSE, "the harness sent a line that is too long");
            break;
        }
        arena_reset();
        found = line.length > 0 && parse_request(&line, request);
        free(line.at);
        if (found && strcmp(request->method, "hello") == 0) {
            say_hello(request);
            found = false;
        } else if (found && !greeted) {
            answer_error(request->id, ERROR_ORDER, "a request before hello was answered");
            found = false;
        }
    }
    if (found) {
        const char *actor = json_string_value(json_object_get(request->params, "actor"));
        *lane = lane_of(actor == NULL ? "" : actor);
        *ticket = find_op(request->method) != NULL ? (*lane)->next++ : 0;
    } else {
        ended = true;
    }
    pthread_mutex_unlock(&intake);
    return found;
}

static void *serve(void *ignored)
{
    struct request request;
    struct lane *lane;
    unsigned long ticket;
    (void)ignored;
    set_idle(true);
    while (next_request(&request, &lane, &ticket)) {
        set_idle(false);
        carry_out(&request, lane, ticket);
        arena_reset();
        set_idle(true);
    }
    arena_leave();
    pthread_mutex_lock(&state);
    idle--;
    threads--;
    pthread_cond_broadcast(&one_idles);
    pthread_cond_broadcast(&none_left);
    pthread_mutex_unlock(&state);
    return NULL;
}

int hub_main(const struct hub_options *options)
{
    how = options;
    signal(SIGPIPE, SIG_IGN);
    protocol_output(options->to);
    if (shared_create() != 0) {
        fprintf(stderr, "kacs-agent: cannot have the memory that its processes share\n");
        return 3;
    }
    pthread_mutex_lock(&state);
    threads = 1;
    start_thread();
    while (threads > 0)
        pthread_cond_wait(&none_left, &state);
    pthread_mutex_unlock(&state);
    actors_end_all();
    files_end();
    return 0;
}
