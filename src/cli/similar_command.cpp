// `medal similar EMBEDDINGS.csv`: pairs that may be the same thing twice.
#include "base/json.h"
#include "cli/embedding_table.h"
#include "cli/families.h"
#include "statistics/similar_pairs.h"

#include <fmt/format.h>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>
#include <boost/describe/class.hpp>

namespace medal::cli {
namespace {

struct SimilarOptions {
    std::filesystem::path table;
    statistics::SimilarSearch search{};
    bool json = false;
};

struct PairView {
    std::string first;
    std::string second;
    double cosine = 0.0;
};
BOOST_DESCRIBE_STRUCT(PairView, (), (first, second, cosine))

struct SimilarView {
    std::size_t n = 0;
    double cosine = 0.0;
    double recall = 0.0;
    std::vector<PairView> pairs;
};
BOOST_DESCRIBE_STRUCT(SimilarView, (), (n, cosine, recall, pairs))

Exit find_similar(const SimilarOptions& options) {
    const auto table = read_embeddings(options.table);
    SimilarView view{table.embeddings.count, options.search.cosine, options.search.recall, {}};
    for (const auto& pair : statistics::similar_pairs(table.embeddings, options.search))
        view.pairs.push_back({table.ids[pair.first], table.ids[pair.second], pair.cosine});
    if (options.json) {
        std::cout << base::to_json(view) << '\n';
    } else {
        for (const auto& pair : view.pairs)
            fmt::print("{}\t{}\t{:.6f}\n", pair.first, pair.second, pair.cosine);
    }
    return Exit::done;
}

}  // namespace

void add_similar(CLI::App& root, Dispatch& dispatch) {
    auto options = std::make_shared<SimilarOptions>();
    CLI::App* command =
        root.add_subcommand("similar", "Pairs of embeddings that point the same way: possible duplicates");
    command->add_option("table", options->table, "CSV, one sample a row, numbers in all columns but id")
        ->required()
        ->check(CLI::ExistingFile);
    command->add_option("--cosine", options->search.cosine, "Pairs at least so similar; default 0.95")
        ->check(CLI::Range(0.01, 1.0));
    command->add_option("--recall", options->search.recall, "Chance to find such a pair; default 0.999")
        ->check(CLI::Range(0.01, 0.999999));
    command->add_option("--seed", options->search.seed, "Of the hyperplanes");
    command->add_option("--threads", options->search.threads.count,
                        "0: all cores; the pairs never depend on it");
    command->add_flag("--json", options->json, "Print JSON");
    command->footer("Example:\n  medal similar embeddings.csv --cosine 0.98 --json");
    command->callback(
        [options, &dispatch] { dispatch.action = [options] { return find_similar(*options); }; });
}

}  // namespace medal::cli
