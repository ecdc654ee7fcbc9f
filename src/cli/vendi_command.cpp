// `medal vendi EMBEDDINGS.csv`: how many different samples a collection amounts to.
#include "base/json.h"
#include "cli/embedding_table.h"
#include "cli/families.h"
#include "statistics/diversity.h"

#include <filesystem>
#include <fmt/format.h>
#include <iostream>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <boost/describe/class.hpp>

namespace medal::cli {
namespace {

struct VendiOptions {
    std::filesystem::path table;
    bool json = false;
};

struct VendiView {
    std::size_t n = 0;
    std::size_t dimensions = 0;
    double vendi = 0.0;
    double vendi_share = 0.0;  // of n
    double rke = 0.0;
    std::vector<double> eigenvalues;
};
BOOST_DESCRIBE_STRUCT(VendiView, (), (n, dimensions, vendi, vendi_share, rke, eigenvalues))

Exit run_vendi(const VendiOptions& options) {
    const statistics::Embeddings embeddings = read_embeddings(options.table).embeddings;
    const statistics::KernelDiversity diversity = statistics::kernel_diversity(embeddings);
    const double share = diversity.vendi / static_cast<double>(embeddings.count);
    if (options.json) {
        std::cout << base::to_json(VendiView{embeddings.count, embeddings.dimensions, diversity.vendi, share,
                                             diversity.rke, diversity.eigenvalues})
                  << '\n';
    } else {
        fmt::print(
            "{} samples of {} dimensions: Vendi score {:.3f} ({:.1f} % of all different), RKE {:.3f}\n",
            embeddings.count, embeddings.dimensions, diversity.vendi, 100 * share, diversity.rke);
    }
    return Exit::done;
}

}  // namespace

void add_vendi(CLI::App& root, Dispatch& dispatch) {
    auto options = std::make_shared<VendiOptions>();
    CLI::App* command =
        root.add_subcommand("vendi", "Diversity of embeddings: Vendi score and RKE, cosine kernel");
    command->add_option("table", options->table, "CSV, one sample a row, numbers in all columns but id")
        ->required()
        ->check(CLI::ExistingFile);
    command->add_flag("--json", options->json, "Print JSON");
    command->footer("Example:\n  medal vendi embeddings.csv --json");
    command->callback([options, &dispatch] { dispatch.action = [options] { return run_vendi(*options); }; });
}

}  // namespace medal::cli
