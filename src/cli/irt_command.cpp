// `medal irt RESPONSES.csv`: item statistics of an exam: how hard, how telling, which answer keys to look at
// again.
#include "base/csv.h"
#include "base/error.h"
#include "cli/families.h"
#include "cli/show_view.h"
#include "statistics/irt.h"
#include "statistics/item_statistics.h"

#include <cmath>
#include <filesystem>
#include <fmt/format.h>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <boost/describe/class.hpp>

namespace medal::cli {
namespace {

using namespace statistics;

struct DistractorView {
    std::size_t weak = 0;
    std::size_t middle = 0;
    std::size_t strong = 0;
};
BOOST_DESCRIBE_STRUCT(DistractorView, (), (weak, middle, strong))

struct ItemView {
    std::string item;
    std::size_t answers = 0;
    double p = 0.0;
    double item_rest_r = 0.0;
    std::optional<double> discrimination{};
    std::optional<double> difficulty{};
    std::optional<double> discrimination_se{};
    std::optional<double> difficulty_se{};
    bool review_answer_key = false;
    std::optional<std::map<std::string, DistractorView>> choices{};
};
BOOST_DESCRIBE_STRUCT(ItemView, (),
                      (item, answers, p, item_rest_r, discrimination, difficulty, discrimination_se,
                       difficulty_se, review_answer_key, choices))

struct ModelView {
    std::string model;
    double mean_score = 0.0;
    std::optional<double> theta{};
    std::optional<double> theta_se{};
};
BOOST_DESCRIBE_STRUCT(ModelView, (), (model, mean_score, theta, theta_se))

struct IrtView {
    std::string method;
    std::size_t model_count = 0;
    std::size_t item_count = 0;
    double cronbach_alpha = 0.0;
    std::optional<double> log_likelihood{};
    std::optional<bool> converged{};
    std::vector<ItemView> items{};
    std::vector<ModelView> models{};
};
BOOST_DESCRIBE_STRUCT(IrtView, (),
                      (method, model_count, item_count, cronbach_alpha, log_likelihood, converged, items,
                       models))

struct IrtOptions {
    std::filesystem::path table;
    std::string method = "auto";
    bool json = false;
};

struct Responses {
    std::vector<std::string> models;
    std::vector<std::string> items;
    ResponseTable table;
    std::vector<std::string> choices;  // as scores; empty without the column
};

std::map<std::string, std::size_t> numbered(const base::CsvTable& table, std::size_t column,
                                            std::vector<std::string>& names) {
    std::map<std::string, std::size_t> numbers;
    for (std::size_t row = 0; row < table.row_count(); ++row)
        numbers.try_emplace(table.required_text(row, column));
    for (auto& [name, number] : numbers) {
        number = names.size();
        names.push_back(name);
    }
    return numbers;
}

Responses read_responses(const std::filesystem::path& path) {
    const base::CsvTable table = base::read_csv(path);
    table.require_rows();
    table.allow_only({"model", "item", "score", "choice"});
    const std::size_t model = table.column("model");
    const std::size_t item = table.column("item");
    const std::size_t score = table.column("score");
    const auto choice = table.find_column("choice");
    Responses result;
    const auto models = numbered(table, model, result.models);
    const auto items = numbered(table, item, result.items);
    result.table = {models.size(), items.size(), {}};
    result.table.scores.assign(models.size() * items.size(), std::numeric_limits<double>::quiet_NaN());
    if (choice) result.choices.resize(result.table.scores.size());
    std::vector<bool> seen(result.table.scores.size());
    for (std::size_t row = 0; row < table.row_count(); ++row) {
        const std::size_t cell =
            models.at(table.text(row, model)) * items.size() + items.at(table.text(row, item));
        if (seen[cell])
            table.fail(row, item, "this model answered the item before.", "Keep one of the rows.");
        seen[cell] = true;
        const auto value = table.optional_number(row, score);
        if (value && !(*value >= 0.0 && *value <= 1.0))
            table.fail(row, score, "not between 0 and 1.", "Give a share.");
        if (value) result.table.scores[cell] = *value;
        if (choice) result.choices[cell] = table.text(row, *choice);
    }
    return result;
}

std::optional<IrtMethod> method_for(const std::string& asked, std::size_t models) {
    if (asked == "classical") return std::nullopt;
    if (asked == "hierarchical") return IrtMethod::hierarchical_map;
    if (asked == "marginal") return IrtMethod::marginal_ml;
    if (asked == "rasch") return IrtMethod::marginal_ml_common_slope;
    if (models >= kModelsForMarginal) return IrtMethod::marginal_ml;
    if (models >= kModelsForHierarchical) return IrtMethod::hierarchical_map;
    return std::nullopt;
}

std::map<std::string, DistractorView> choices_of(const Responses& responses, std::size_t item,
                                                 const std::vector<double>& means) {
    std::vector<std::string> choices;
    for (std::size_t m = 0; m < responses.models.size(); ++m) {
        choices.push_back(responses.choices[m * responses.items.size() + item]);
    }
    std::map<std::string, DistractorView> view;
    for (const auto& [choice, row] : distractor_table(choices, means))
        view[choice] = {row.weak, row.middle, row.strong};
    return view;
}

IrtView analyse(const Responses& responses, const std::string& asked) {
    IrtView view{"classical", responses.models.size(), responses.items.size(),
                 cronbach_alpha(responses.table)};
    std::optional<IrtFit> fit;
    if (const auto method = method_for(asked, responses.models.size())) {
        fit = fit_irt(responses.table, {.method = *method});
        view.method = base::enum_text(*method);
        view.log_likelihood = fit->log_likelihood;
        view.converged = fit->converged;
    }
    const std::vector<double> means = model_means(responses.table);
    const std::vector<ItemStatistics> items = item_statistics(responses.table);
    for (std::size_t i = 0; i < items.size(); ++i) {
        ItemView item{responses.items[i], items[i].answers, items[i].p, items[i].item_rest_r};
        item.review_answer_key = items[i].item_rest_r < 0.0;
        if (fit) {
            item.discrimination = fit->items[i].discrimination;
            item.difficulty = fit->items[i].difficulty;
            item.discrimination_se = fit->items[i].discrimination_se;
            item.difficulty_se = fit->items[i].difficulty_se;
            item.review_answer_key =
                item.review_answer_key || fit->items[i].discrimination < kSuspiciousSlope;
        }
        if (!responses.choices.empty()) item.choices = choices_of(responses, i, means);
        view.items.push_back(std::move(item));
    }
    for (std::size_t m = 0; m < means.size(); ++m) {
        ModelView model{responses.models[m], means[m]};
        if (fit) {
            model.theta = fit->models[m].theta;
            model.theta_se = fit->models[m].se;
        }
        view.models.push_back(std::move(model));
    }
    return view;
}

void print(const IrtView& view) {
    fmt::print("{} models, {} items, method {}, Cronbach's alpha {:.3f}\n", view.model_count, view.item_count,
               view.method, view.cronbach_alpha);
    fmt::print("{:<24} {:>7} {:>7} {:>8} {:>8} {:>8} {:>8} {:>8}\n", "item", "answers", "p", "r", "a", "se",
               "b", "se");
    for (const ItemView& item : view.items) {
        fmt::print("{:<24} {:>7} {:>7.3f} {:>8.3f}", item.item, item.answers, item.p, item.item_rest_r);
        if (item.discrimination) {
            fmt::print(" {:>8.3f} {:>8.3f} {:>8.3f} {:>8.3f}", *item.discrimination, *item.discrimination_se,
                       *item.difficulty, *item.difficulty_se);
        }
        fmt::print("{}\n", item.review_answer_key ? "  look at the answer key" : "");
    }
}

Exit run_irt(const IrtOptions& options) {
    const IrtView view = analyse(read_responses(options.table), options.method);
    show_view(view, output_of(options.json), print);
    return Exit::done;
}

}  // namespace

void add_irt(CLI::App& root, Dispatch& dispatch) {
    auto options = std::make_shared<IrtOptions>();
    CLI::App* command = root.add_subcommand("irt", "Item statistics and item response theory of an exam");
    command
        ->add_option("table", options->table,
                     "CSV with the columns model,item,score (0 to 1) and optionally choice")
        ->required()
        ->check(CLI::ExistingFile);
    command
        ->add_option("--method", options->method,
                     "auto: classical under 30 models, hierarchical from 30, marginal from 200")
        ->check(CLI::IsMember({"auto", "classical", "hierarchical", "marginal", "rasch"}));
    command->add_flag("--json", options->json, "Print JSON");
    command->footer("Example:\n  medal irt responses.csv --method auto --json");
    command->callback([options, &dispatch] { dispatch.action = [options] { return run_irt(*options); }; });
}

}  // namespace medal::cli
