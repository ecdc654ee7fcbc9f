#include "statistics/item_statistics.h"

#include "base/error.h"
#include "statistics/rank.h"
#include "statistics/sum.h"

#include <cmath>
#include <limits>

namespace medal::statistics {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

struct Total {
    double score = 0.0;
    double answered = 0.0;
};

std::vector<Total> totals(const ResponseTable& table) {
    std::vector<Total> result(table.model_count);
    for (std::size_t m = 0; m < table.model_count; ++m) {
        Sum score;
        for (std::size_t i = 0; i < table.item_count; ++i) {
            if (std::isnan(table.at(m, i))) continue;
            score.add(table.at(m, i));
            result[m].answered += 1.0;
        }
        result[m].score = score.value();
    }
    return result;
}

}  // namespace

std::vector<ItemStatistics> item_statistics(const ResponseTable& table) {
    const std::vector<Total> total = totals(table);
    std::vector<ItemStatistics> result;
    std::vector<double> item;
    std::vector<double> rest;
    for (std::size_t i = 0; i < table.item_count; ++i) {
        item.clear();
        rest.clear();
        for (std::size_t m = 0; m < table.model_count; ++m) {
            const double score = table.at(m, i);
            if (std::isnan(score)) continue;
            item.push_back(score);
            rest.push_back(total[m].answered > 1.0 ? (total[m].score - score) / (total[m].answered - 1.0)
                                                   : kNaN);
        }
        ItemStatistics row{item.size(), mean(item), kNaN};
        if (table.item_count > 1) row.item_rest_r = pearson(item, rest);
        result.push_back(row);
    }
    return result;
}

double cronbach_alpha(const ResponseTable& table) {
    std::vector<std::vector<double>> items(table.item_count);
    std::vector<double> sums;
    for (std::size_t m = 0; m < table.model_count; ++m) {
        const std::span<const double> row =
            std::span(table.scores).subspan(m * table.item_count, table.item_count);
        const double total = sum(row);
        if (std::isnan(total)) continue;
        sums.push_back(total);
        for (std::size_t i = 0; i < table.item_count; ++i) items[i].push_back(row[i]);
    }
    if (table.item_count < 2 || sums.size() < 2) return kNaN;
    Sum within;
    for (const std::vector<double>& item : items) within.add(variance(item));
    const auto k = static_cast<double>(table.item_count);
    const double all = variance(sums);
    return all > 0.0 ? k / (k - 1.0) * (1.0 - within.value() / all) : kNaN;
}

std::vector<double> model_means(const ResponseTable& table) {
    std::vector<double> means;
    for (const Total& total : totals(table))
        means.push_back(total.answered > 0.0 ? total.score / total.answered : kNaN);
    return means;
}

std::map<std::string, DistractorRow> distractor_table(std::span<const std::string> choices,
                                                      std::span<const double> means) {
    if (choices.size() != means.size()) {
        throw base::Error(base::ErrorKind::invalid, "items.choices", "There must be one choice per model.");
    }
    std::vector<double> known;
    for (const double value : means) {
        if (!std::isnan(value)) known.push_back(value);
    }
    const std::vector<double> ranks = rank_values(known, Ties::average);
    const auto count = static_cast<double>(known.size());
    std::map<std::string, DistractorRow> table;
    std::size_t next = 0;
    for (std::size_t m = 0; m < choices.size(); ++m) {
        if (std::isnan(means[m])) continue;
        const double place = (ranks[next++] - 0.5) / count;
        if (choices[m].empty()) continue;
        DistractorRow& row = table[choices[m]];
        ++(place < 1.0 / 3.0 ? row.weak : place < 2.0 / 3.0 ? row.middle : row.strong);
    }
    return table;
}

}  // namespace medal::statistics
