#include "base/config.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/json.h"
#include "cli/families.h"
#include "evaluation/journal.h"
#include "evaluation/show.h"
#include "http/server.h"
#include "inference/baseline.h"
#include "inference/provider.h"
#include "net/client.h"

#include <atomic>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>
#include <unistd.h>

#include <CLI/CLI.hpp>

namespace medal::cli {
namespace {

namespace fs = std::filesystem;
using namespace evaluation;

constexpr std::uint64_t kMaxChat_bytes = std::uint64_t{256} << 20;

std::atomic<bool> stop_asked{false};

struct RunFlags {
    std::string release;
    std::string model;
    std::string base_url;
    std::string output;
    std::string profile{kDefaultProfile};
    std::string kind = "model";
    std::string version;
    std::int64_t epochs = 1;
    int concurrency = 4;
    double temperature = 0;
    std::int64_t max_tokens = 2048;
};

class EndpointAsker final : public Asker {
  public:
    explicit EndpointAsker(inference::ProviderOptions options) : provider_(std::move(options)) {}
    Asked ask(const inference::Question& question) override {
        auto reply = provider_.ask(question);
        return {std::move(reply.reply), reply.request_sha256};
    }

  private:
    inference::OpenAiProvider provider_;
};

// "openai:NAME" → "NAME".
std::string model_name(const std::string& text) {
    if (text.starts_with("openai:") && text.size() > 7) return text.substr(7);
    throw base::Error{base::ErrorKind::invalid,
                      "usage.model",
                      "A model is named openai:NAME.",
                      {.field = "--model", .hint = "Example: --model openai:gpt-x", .detail = {}}};
}

ModelKind parse_kind(const std::string& text) {
    const auto kind = base::parse_enum<ModelKind>(text);
    if (kind) return *kind;
    throw base::Error{
        base::ErrorKind::invalid, "usage.kind", "The kind is model, baseline or human.", {.field = "--kind"}};
}

void show_progress(const Progress& progress) {
    if (::isatty(STDERR_FILENO) == 0) return;
    std::cerr << "\r" << progress.done << "/" << progress.total << " answered, " << progress.unreadable
              << " unreadable, " << progress.failed << " failed " << std::flush;
}

void print(const Summary& summary, const std::string& title) {
    std::cout << title << ": accuracy " << summary.accuracy;
    if (summary.ci_low && summary.ci_high)
        std::cout << " [" << *summary.ci_low << ", " << *summary.ci_high << "]";
    std::cout << ", " << summary.n_items << " questions, " << summary.n_patients << " patients, invalid "
              << summary.invalid_rate << '\n';
}

SittingPlan plan_of(const RunFlags& flags) {
    SittingPlan plan;
    plan.run_folder = flags.output;
    plan.model = {model_name(flags.model), flags.version, parse_kind(flags.kind), "openai", flags.base_url};
    plan.protocol = {flags.profile, flags.epochs, std::string{inference::kPromptVersion}};
    plan.concurrency = flags.concurrency;
    plan.medal_version = MEDAL_VERSION;
    plan.now = base::SystemClock{}.now();
    return plan;
}

Exit run(const RunFlags& flags) {
    const auto exam = load_exam(flags.release);
    const auto plan = plan_of(flags);
    auto url = flags.base_url;
    while (url.ends_with('/')) url.pop_back();
    EndpointAsker asker{{url,
                         plan.model.name,
                         base::read_environment("MEDAL_API_KEY").value_or(""),
                         {flags.temperature, flags.max_tokens, 0}}};
    std::signal(SIGINT, [](int) { stop_asked = true; });
    std::signal(SIGTERM, [](int) { stop_asked = true; });
    const auto progress =
        sit(exam, plan, asker, show_from(flags.release, flags.profile), stop_asked, show_progress);
    if (::isatty(STDERR_FILENO) != 0) std::cerr << '\n';
    std::cout << progress.done << " of " << progress.total << " samples in " << flags.output << '\n';
    const auto samples = read_predictions(fs::path{flags.output} / "samples.jsonl");
    if (const auto summary = open_summary(exam, samples, flags.epochs)) print(*summary, "public-dev");
    return progress.done == progress.total ? Exit::done : Exit::partly;
}

std::string read_file(const fs::path& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file)
        throw base::Error{
            base::ErrorKind::not_found, "run.no_file", "The file cannot be read.", {.field = path.string()}};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

struct ReportFlags {
    std::string run;
    std::string release;
    bool as_json = false;
};

Exit report(const ReportFlags& flags) {
    const auto exam = load_exam(flags.release);
    const auto run_file = base::from_json<RunFile>(read_file(fs::path{flags.run} / "run.json"));
    const auto samples = read_predictions(fs::path{flags.run} / "samples.jsonl");
    const auto summary = open_summary(exam, samples, run_file.protocol.epochs);
    if (!summary) {
        throw base::Error{base::ErrorKind::invalid, "run.nothing_open",
                          "The release has no open answers; submit the run to have it graded."};
    }
    if (flags.as_json) {
        std::cout << base::to_json(*summary) << '\n';
    } else {
        print(*summary, run_file.model.name);
    }
    return Exit::done;
}

struct SubmitFlags {
    std::string run;
    std::string server;
    std::string note;
};

struct NewRun {
    ModelInfo model;
    Protocol protocol;
    std::string note;
    std::string sitting;
};
BOOST_DESCRIBE_STRUCT(NewRun, (), (model, protocol, note, sitting))

struct RunRef {
    std::string id;
    std::string state;
};
BOOST_DESCRIBE_STRUCT(RunRef, (), (id, state))

struct Problem {
    std::optional<std::string> detail;
    std::optional<std::string> hint;
};
BOOST_DESCRIBE_STRUCT(Problem, (), (detail, hint))

RunRef send(const net::Client& client, const SubmitFlags& flags, std::string method, const std::string& path,
            std::string type, std::string body) {
    net::Request request;
    request.method = std::move(method);
    request.url = flags.server + path;
    request.headers = {{"Content-Type", std::move(type)},
                       {"Authorization", "Bearer " + base::read_environment("MEDAL_TOKEN").value_or("")}};
    request.body = std::move(body);
    const auto response = client.send(request);
    if (response.status < 300) return base::from_foreign_json<RunRef>(response.body);
    Problem problem;
    if (base::is_json(response.body)) problem = base::from_foreign_json<Problem>(response.body);
    throw base::Error{base::ErrorKind::invalid,
                      "submit.refused",
                      "The server refused with status " + std::to_string(response.status) + ": " +
                          problem.detail.value_or(""),
                      {.field = {},
                       .hint = problem.hint.value_or("Set MEDAL_TOKEN to a token with the scope evaluate."),
                       .detail = {}}};
}

Exit submit(SubmitFlags flags) {
    while (flags.server.ends_with('/')) flags.server.pop_back();
    const auto run_text = read_file(fs::path{flags.run} / "run.json");
    const auto run_file = base::from_json<RunFile>(run_text);
    std::string lines;
    for (const auto& sample : settled(read_predictions(fs::path{flags.run} / "samples.jsonl"))) {
        lines += base::to_json(sample) + "\n";
    }
    const net::Client client;
    const auto made = send(
        client, flags, "POST", "/api/v1/releases/" + run_file.release_id + "/runs", "application/json",
        base::to_json(NewRun{run_file.model, run_file.protocol, flags.note, base::sha256(run_text).text()}));
    if (made.state != "queued") {  // Handed in before, and the answer was lost.
        std::cout << made.id << " " << made.state << '\n';
        return Exit::done;
    }
    send(client, flags, "PUT", "/api/v1/runs/" + made.id + "/predictions", "application/x-ndjson", lines);
    const auto submitted = send(client, flags, "POST", "/api/v1/runs/" + made.id + "/actions",
                                "application/json", R"({"action":"submit"})");
    std::cout << submitted.id << " " << submitted.state << '\n';
    return Exit::done;
}

struct BaselineFlags {
    std::string listen = "127.0.0.1:0";
    std::string baseline = "uniform_guess";
    std::uint64_t seed = 1;
};

class Nobody final : public http::Authenticator {
  public:
    base::Actor authenticate(const http::Request&) override { return {}; }
};

// The name of the model chooses the baseline, so that one server answers for all three.
http::Response baseline_response(const BaselineFlags& flags, const std::string& body) {
    auto chosen = base::parse_enum<inference::Baseline>(flags.baseline);
    for (const auto& name : base::enum_texts<inference::Baseline>()) {
        if (body.find("\"model\":\"" + name + "\"") != std::string::npos)
            chosen = base::parse_enum<inference::Baseline>(name);
    }
    return http::json_response(200, inference::baseline_completion(*chosen, body, flags.seed));
}

void require_baseline(const BaselineFlags& flags) {
    if (base::parse_enum<inference::Baseline>(flags.baseline)) return;
    throw base::Error{base::ErrorKind::invalid,
                      "usage.baseline",
                      "There is no such baseline.",
                      {.field = "--baseline",
                       .hint = "Known: uniform_guess, most_frequent, text_heuristic.",
                       .detail = {}}};
}

http::Route baseline_route(const BaselineFlags& flags) {
    http::Route route;
    route.method = http::Method::post;
    route.pattern = "/v1/chat/completions";
    route.caller = http::CallerClass::anyone;
    route.csrf = http::Csrf::exempt;
    route.operation_id = "chat";
    route.summary = "A chat completion of a baseline";
    route.rate = http::RateClass::unlimited;
    route.max_body_bytes = kMaxChat_bytes;
    route.handler = [&flags](http::Request& request) {
        if (!request.body_file) return baseline_response(flags, request.body);
        return baseline_response(flags, read_file(request.body_file.path()));
    };
    return route;
}

http::ServerOptions baseline_options(const BaselineFlags& flags) {
    const auto colon = flags.listen.rfind(':');
    const auto port = colon == std::string::npos
                          ? std::nullopt
                          : base::detail::parse_whole_number(flags.listen.substr(colon + 1));
    if (!port) {
        throw base::Error{base::ErrorKind::invalid,
                          "usage.listen",
                          "An address has the form host:port.",
                          {.field = "--listen"}};
    }
    http::ServerOptions options;
    options.address = flags.listen.substr(0, colon);
    options.port = static_cast<std::uint16_t>(*port);
    options.has_access_log = false;
    return options;
}

Exit serve_baseline(const BaselineFlags& flags) {
    require_baseline(flags);
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    http::Router router;
    router.add(baseline_route(flags));
    const auto options = baseline_options(flags);
    Nobody nobody;
    http::Server server{options, {std::move(router), nobody, {}, {}}};
    server.start();
    std::cout << "baselines at http://" << options.address << ":" << server.port() << "/v1\n" << std::flush;
    int signal = 0;
    sigwait(&signals, &signal);
    server.stop(std::chrono::milliseconds{2000});
    return Exit::done;
}

void add_run_command(CLI::App& family, Dispatch& dispatch) {
    auto flags = std::make_shared<RunFlags>();
    auto* run_command =
        family.add_subcommand("run", "Ask a model every public question; the same command resumes");
    run_command->alias("resume");
    run_command->add_option("release", flags->release, "The release's folder")->required();
    run_command->add_option("--model", flags->model, "openai:NAME")->required();
    run_command
        ->add_option("--base-url", flags->base_url, "The endpoint, for example http://127.0.0.1:8000/v1")
        ->required();
    run_command->add_option("-o,--output", flags->output, "The run's folder")->required();
    run_command->add_option("--profile", flags->profile, "What the model is shown");
    run_command->add_option("--epochs", flags->epochs)->check(CLI::Range(1, 20));
    run_command->add_option("--concurrency", flags->concurrency)->check(CLI::Range(1, 256));
    run_command->add_option("--temperature", flags->temperature);
    run_command->add_option("--max-tokens", flags->max_tokens);
    run_command->add_option("--kind", flags->kind, "model, baseline or human");
    run_command->add_option("--model-version", flags->version);
    run_command->footer(
        "The key is read from MEDAL_API_KEY.\nExample:\n  medal eval run medal-2026.1 --model "
        "openai:my-model --base-url http://127.0.0.1:8000/v1 -o run1");
    run_command->callback([flags, &dispatch] { dispatch.action = [flags] { return run(*flags); }; });
}

void add_report_command(CLI::App& family, Dispatch& dispatch) {
    auto report_flags = std::make_shared<ReportFlags>();
    auto* report_command =
        family.add_subcommand("report", "Score the open split of a run again from its samples");
    report_command->add_option("run", report_flags->run, "The run's folder")->required();
    report_command->add_option("--release", report_flags->release, "The release's folder")->required();
    report_command->add_flag("--json", report_flags->as_json);
    report_command->footer("Example:\n  medal eval report run1 --release medal-2026.1 --json");
    report_command->callback(
        [report_flags, &dispatch] { dispatch.action = [report_flags] { return report(*report_flags); }; });
}

void add_submit_command(CLI::App& family, Dispatch& dispatch) {
    auto submit_flags = std::make_shared<SubmitFlags>();
    auto* submit_command =
        family.add_subcommand("submit", "Hand a run in to a server, which grades the sealed answers");
    submit_command->add_option("run", submit_flags->run, "The run's folder")->required();
    submit_command->add_option("--server", submit_flags->server, "https://medal.example.org")->required();
    submit_command->add_option("--note", submit_flags->note);
    submit_command->footer(
        "The token is read from MEDAL_TOKEN (scope evaluate).\nExample:\n  medal eval submit run1 --server "
        "https://medal.example.org");
    submit_command->callback(
        [submit_flags, &dispatch] { dispatch.action = [submit_flags] { return submit(*submit_flags); }; });
}

void add_baseline_command(CLI::App& root, Dispatch& dispatch) {
    auto baseline_flags = std::make_shared<BaselineFlags>();
    auto* baseline_command =
        root.add_subcommand("baseline-server", "Serve the honest baselines as an OpenAI-compatible endpoint");
    baseline_command->add_option("--listen", baseline_flags->listen, "host:port; port 0 takes a free one");
    baseline_command->add_option("--baseline", baseline_flags->baseline,
                                 "Used when the model's name is none of the three");
    baseline_command->add_option("--seed", baseline_flags->seed);
    baseline_command->footer("Example:\n  medal baseline-server --listen 127.0.0.1:9000");
    baseline_command->callback([baseline_flags, &dispatch] {
        dispatch.action = [baseline_flags] { return serve_baseline(*baseline_flags); };
    });
}

}  // namespace

void add_eval(CLI::App& root, Dispatch& dispatch) {
    auto* family = root.add_subcommand("eval", "Let a model sit a release");
    family->require_subcommand(1);
    add_run_command(*family, dispatch);
    add_report_command(*family, dispatch);
    add_submit_command(*family, dispatch);
    add_baseline_command(root, dispatch);
}

}  // namespace medal::cli
