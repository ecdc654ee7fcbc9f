// `medal vendi EMBEDDINGS.csv`: how many different samples a collection amounts to.
#include "base/csv.h"
#include "base/error.h"
#include "base/json.h"
#include "cli/families.h"
#include "statistics/diversity.h"

#include <filesystem>
#include <fmt/format.h>
#include <iostream>
#include <memory>
#include <set>
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

statistics::Embeddings read_embeddings(const std::filesystem::path& path) {
    const base::CsvTable table = base::read_csv(path);
    table.require_rows();
    const auto id = table.find_column("id");
    statistics::Embeddings result{table.row_count(), table.columns().size() - (id ? 1 : 0), {}};
    result.values.reserve(result.count * result.dimensions);
    std::set<std::string> seen;
    for (std::size_t row = 0; row < table.row_count(); ++row) {
        if (id && !seen.insert(table.required_text(row, *id)).second)
            table.fail(row, *id, "this sample was listed before.", "Keep one of the rows.");
        for (std::size_t column = 0; column < table.columns().size(); ++column) {
            if (id && column == *id) continue;
            result.values.push_back(table.number(row, column));
        }
    }
    return result;
}

medal::cli::Exit run_vendi(const VendiOptions& options) {
    const statistics::Embeddings embeddings = read_embeddings(options.table);
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
