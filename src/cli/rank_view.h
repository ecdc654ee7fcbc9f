// What `medal rank --json` prints: the described shape of a ranking study (METRICS.md, command-line
// contract).
#pragma once

#include "statistics/ranking_study.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe/class.hpp>

namespace medal::cli {

struct RankedAlgorithmView {
    std::string name;
    double value = 0.0;
    double rank = 0.0;
    double rank_low = 0.0;
    double rank_high = 0.0;
};
BOOST_DESCRIBE_STRUCT(RankedAlgorithmView, (), (name, value, rank, rank_low, rank_high))

struct KendallView {
    double median = 0.0;
    double low = 0.0;
    double high = 0.0;
    std::vector<double> values;
};
BOOST_DESCRIBE_STRUCT(KendallView, (), (median, low, high, values))

struct SignificanceView {
    std::string test;
    std::string adjust;
    double alpha = 0.05;
    std::vector<std::string> algorithms;
    std::vector<std::vector<double>> p;  // row better than column
    std::vector<std::vector<double>> p_adjusted;
    std::vector<std::vector<bool>> significant;
};
BOOST_DESCRIBE_STRUCT(SignificanceView, (), (test, adjust, alpha, algorithms, p, p_adjusted, significant))

struct TaskRankingView {
    std::vector<RankedAlgorithmView> algorithms;
    std::size_t case_count = 0;
    std::size_t cluster_count = 0;
    std::size_t missing_values = 0;
    std::optional<KendallView> kendall;
    SignificanceView significance;
};
BOOST_DESCRIBE_STRUCT(TaskRankingView, (),
                      (algorithms, case_count, cluster_count, missing_values, kendall, significance))

struct ConsensusEntryView {
    std::string name;
    double value = 0.0;
    double rank = 0.0;
};
BOOST_DESCRIBE_STRUCT(ConsensusEntryView, (), (name, value, rank))

struct ConsensusView {
    statistics::ConsensusMethod method = statistics::ConsensusMethod::euclidean;
    std::vector<ConsensusEntryView> algorithms;
};
BOOST_DESCRIBE_STRUCT(ConsensusView, (), (method, algorithms))

struct ReplicateView {
    std::map<std::string, double> value;
    std::map<std::string, double> rank;
};
BOOST_DESCRIBE_STRUCT(ReplicateView, (), (value, rank))

struct BootstrapView {
    std::size_t replicates = 0;
    std::optional<std::uint64_t> seed;  // none where draws were given
    statistics::Variant variant = statistics::Variant::correct;
};
BOOST_DESCRIBE_STRUCT(BootstrapView, (), (replicates, seed, variant))

struct RankView {
    statistics::RankMethod method = statistics::RankMethod::mean_then_rank;
    statistics::Ties ties = statistics::Ties::min;
    statistics::Direction direction = statistics::Direction::larger_is_better;
    statistics::Missing missing = statistics::Missing::worst;
    std::optional<double> missing_replaced_by;
    std::optional<BootstrapView> bootstrap;
    std::map<std::string, TaskRankingView> tasks;
    std::optional<ConsensusView> consensus;
    /// One object a replicate, tasks by name; with --draws only.
    std::optional<std::vector<std::map<std::string, ReplicateView>>> replicates;
};
BOOST_DESCRIBE_STRUCT(RankView, (),
                      (method, ties, direction, missing, missing_replaced_by, bootstrap, tasks, consensus,
                       replicates))

RankView view_of(const statistics::RankingStudy& study);

}  // namespace medal::cli
