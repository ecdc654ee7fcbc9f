// `medal assemble CANDIDATES.csv QUOTAS.toml`: the best selection of items that keeps the quotas, or why
// there is none.
#include "cli/assembly_input.h"
#include "cli/families.h"
#include "cli/show_view.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <memory>
#include <optional>

#include <CLI/CLI.hpp>
#include <boost/describe/class.hpp>

namespace medal::cli {
namespace {

using namespace statistics;

struct AssembleOptions {
    std::filesystem::path candidates;
    std::filesystem::path quotas;
    bool json = false;
};

struct QuotaView {
    std::string terms;
    std::size_t min = 0;
    std::optional<std::size_t> max;
    std::size_t candidates = 0;
    std::size_t chosen = 0;
};
BOOST_DESCRIBE_STRUCT(QuotaView, (), (terms, min, max, candidates, chosen))

struct AssemblyView {
    AssemblyStatus status = AssemblyStatus::undecided;
    std::size_t size = 0;
    std::size_t candidates = 0;
    double weight = 0.0;
    double bound = 0.0;
    double greedy_weight = 0.0;
    std::vector<std::string> chosen{};
    std::vector<QuotaView> quotas{};
    std::vector<std::string> conflict{};
};
BOOST_DESCRIBE_STRUCT(AssemblyView, (),
                      (status, size, candidates, weight, bound, greedy_weight, chosen, quotas, conflict))

AssemblyView view_of(const AssemblyInput& input, const Assembly& assembly) {
    AssemblyView view{assembly.status, input.problem.size, input.ids.size(),
                      assembly.weight, assembly.bound,     assembly.greedy_weight};
    for (const std::size_t i : assembly.chosen) view.chosen.push_back(input.ids[i]);
    for (const Quota& quota : input.problem.quotas) {
        const auto chosen = std::count_if(quota.members.begin(), quota.members.end(), [&](std::size_t i) {
            return std::binary_search(assembly.chosen.begin(), assembly.chosen.end(), i);
        });
        view.quotas.push_back(
            {quota.name, quota.low, quota.high, quota.members.size(), static_cast<std::size_t>(chosen)});
    }
    view.conflict = assembly.conflict;
    return view;
}

void print(const AssemblyView& view) {
    if (view.status == AssemblyStatus::infeasible) {
        fmt::print(
            "No selection of {} keeps all rules. These cannot hold together; loosen any one of them:\n",
            view.size);
        for (const std::string& rule : view.conflict) fmt::print("  {}\n", rule);
        return;
    }
    if (view.status == AssemblyStatus::undecided) {
        fmt::print("The time limit passed before a selection was found; raise time_limit_s.\n");
        return;
    }
    fmt::print("{} of {} candidates, weight {:g} ({}, at most {:g})\n", view.chosen.size(), view.candidates,
               view.weight, base::enum_text(view.status), view.bound);
    for (const QuotaView& quota : view.quotas) {
        fmt::print("  {:<40} {:>5} chosen of {:>5}   wanted {} to {}\n", quota.terms, quota.chosen,
                   quota.candidates, quota.min, quota.max ? std::to_string(*quota.max) : "any");
    }
    for (const std::string& id : view.chosen) fmt::print("{}\n", id);
}

Exit run_assemble(const AssembleOptions& options) {
    const AssemblyInput input = read_assembly(options.candidates, options.quotas);
    const AssemblyView view = view_of(input, assemble(input.problem));
    show_view(view, output_of(options.json), print);
    return view.chosen.empty() ? Exit::failed : Exit::done;
}

}  // namespace

void add_assemble(CLI::App& root, Dispatch& dispatch) {
    auto options = std::make_shared<AssembleOptions>();
    CLI::App* command = root.add_subcommand("assemble", "Choose the items of an exam under quotas");
    command
        ->add_option("candidates", options->candidates,
                     "CSV with id, optionally weight, and one column an axis; terms split by ;")
        ->required()
        ->check(CLI::ExistingFile);
    command->add_option("quotas", options->quotas, "TOML with size, [limits] and [[quota]]")
        ->required()
        ->check(CLI::ExistingFile);
    command->add_flag("--json", options->json, "Print JSON");
    command->footer(
        "Example:\n  medal assemble candidates.csv quotas.toml --json\n\nquotas.toml:\n  size = 200\n"
        "  [limits]\n  patient = 1\n  site = 40\n  [[quota]]\n  terms = {modality = \"CT\", region = "
        "\"Africa\"}\n"
        "  min = 5\n  max = 30");
    command->callback(
        [options, &dispatch] { dispatch.action = [options] { return run_assemble(*options); }; });
}

}  // namespace medal::cli
