// What the intervals and tests promise, checked by simulation with fixed seeds: 95 % intervals cover 93 to 97
// %, tests at 5 % reject about 5 % where nothing is to be found.
#include "statistics/agreement.h"
#include "statistics/bradley_terry.h"
#include "statistics/clustered.h"
#include "statistics/hierarchy.h"
#include "statistics/icc.h"
#include "statistics/krippendorff.h"
#include "statistics/proportion.h"
#include "statistics/random.h"
#include "statistics/ranking.h"
#include "statistics/wild_bootstrap.h"

#include <cmath>
#include <functional>

#include <gtest/gtest.h>

namespace medal::statistics {
namespace {

struct Simulated {
    std::vector<double> scores;
    Clustering clustering;
};

/// Clusters of 1 to 5 items that share an effect: right with a chance that belongs to the patient. The mean
/// is 0.7.
Simulated simulate(Stream& stream, std::size_t cluster_count) {
    Simulated data;
    for (std::size_t c = 0; c < cluster_count; ++c) {
        const std::uint32_t items = 1 + stream.below(5);
        const double chance = stream.uniform() < 0.5 ? 0.95 : 0.45;
        for (std::uint32_t i = 0; i < items; ++i) {
            data.scores.push_back(stream.uniform() < chance ? 1.0 : 0.0);
            data.clustering.of_item.push_back(static_cast<std::uint32_t>(c));
        }
    }
    data.clustering.cluster_count = cluster_count;
    return data;
}

double coverage(std::size_t runs, std::uint64_t seed, double truth,
                const std::function<Interval(Stream&)>& interval) {
    std::size_t covered = 0;
    for (std::size_t run = 0; run < runs; ++run) {
        Stream stream({seed, run});
        const Interval found = interval(stream);
        covered += found.low <= truth && truth <= found.high;
    }
    return static_cast<double>(covered) / static_cast<double>(runs);
}

void expect_95(double covered) {
    EXPECT_GE(covered, 0.93);
    EXPECT_LE(covered, 0.97);
}

TEST(Coverage, of_clustered_means_with_many_clusters) {
    expect_95(coverage(4000, 1, 0.7, [](Stream& stream) {
        const Simulated data = simulate(stream, 100);
        return clustered_mean(data.scores, data.clustering).interval;
    }));
}

TEST(Coverage, of_clustered_means_with_few_clusters) {
    expect_95(coverage(4000, 2, 0.7, [](Stream& stream) {
        const Simulated data = simulate(stream, 15);
        return clustered_mean(data.scores, data.clustering).interval;
    }));
}

TEST(Coverage, of_the_wild_cluster_bootstrap_with_few_clusters) {
    expect_95(coverage(1200, 15, 0.7, [](Stream& stream) {
        const Simulated data = simulate(stream, 15);
        return wild_cluster_interval(data.scores, data.clustering,
                                     {.replicates = 199, .seed = stream.next_64()});
    }));
}

TEST(Coverage, of_the_wild_cluster_bootstrap_with_eight_clusters) {
    expect_95(coverage(1200, 16, 0.0, [](Stream& stream) {
        Simulated data;
        for (std::uint32_t c = 0; c < 8; ++c) {
            const double effect = stream.normal();
            const std::uint32_t items = 3 + stream.below(6);
            for (std::uint32_t i = 0; i < items; ++i) {
                data.scores.push_back(effect + stream.normal());
                data.clustering.of_item.push_back(c);
            }
        }
        data.clustering.cluster_count = 8;
        return wild_cluster_interval(data.scores, data.clustering,
                                     {.replicates = 199, .seed = stream.next_64()});
    }));
}

TEST(Coverage, would_be_too_low_if_items_of_a_patient_counted_as_independent) {
    const double covered = coverage(2000, 3, 0.7, [](Stream& stream) {
        const Simulated data = simulate(stream, 100);
        return clustered_mean(data.scores, each_alone(data.scores.size())).interval;
    });
    EXPECT_LT(covered, 0.93);
}

TEST(Coverage, of_the_bca_cluster_bootstrap) {
    expect_95(coverage(1500, 4, 0.7, [](Stream& stream) {
        const Simulated data = simulate(stream, 80);
        return bootstrap_mean(data.scores, data.clustering,
                              {.replicates = 500, .seed = stream.next_64(), .threads = {1}})
            .interval;
    }));
}

TEST(Coverage, of_paired_differences) {
    expect_95(coverage(3000, 5, 0.0, [](Stream& stream) {
        const Simulated data = simulate(stream, 60);
        std::vector<double> other = data.scores;
        for (double& score : other) score = stream.uniform() < 0.3 ? 1.0 - score : score;
        std::vector<double> mirrored = data.scores;
        for (double& score : mirrored) score = stream.uniform() < 0.3 ? 1.0 - score : score;
        return paired_difference(other, mirrored, data.clustering).interval;
    }));
}

TEST(Coverage, of_wilson_on_average_over_proportions) {
    Stream stream({6, 0});
    std::size_t covered = 0;
    for (int run = 0; run < 20'000; ++run) {
        const double p = 0.02 + 0.96 * stream.uniform();
        std::uint64_t successes = 0;
        for (int i = 0; i < 40; ++i) successes += stream.uniform() < p;
        const Interval interval = wilson({successes, 40});
        covered += interval.low <= p && p <= interval.high;
    }
    expect_95(static_cast<double>(covered) / 20'000);
}

TEST(Coverage, of_bradley_terry_when_judgements_come_in_items) {
    expect_95(coverage(800, 7, std::log(0.6 / 0.4), [](Stream& stream) {
        std::vector<Judgement> judgements;
        for (std::uint32_t item = 0; item < 120; ++item) {
            // The item favours one side for all its three judges.
            const double chance = stream.uniform() < 0.5 ? 0.9 : 0.3;
            for (int judge = 0; judge < 3; ++judge) {
                judgements.push_back(
                    {1, 0, stream.uniform() < chance ? Outcome::first_wins : Outcome::second_wins, item});
            }
        }
        return fit_bradley_terry(judgements, {.player_count = 2, .cluster_count = 120}).interval[1];
    }));
}

/// Three raters who report the truth with a chance of 0.8, else one of three categories at random.
/// Fleiss' kappa, AC1 and nominal alpha are then 0.8^2 in the limit.
TEST(Coverage, of_the_bootstrap_of_gwets_ac1) {
    expect_95(coverage(800, 8, 0.64, [](Stream& stream) {
        RatingTable table{80, 3, {}};
        for (int unit = 0; unit < 80; ++unit) {
            const double truth = stream.below(3);
            for (int rater = 0; rater < 3; ++rater) {
                table.values.push_back(stream.uniform() < 0.8 ? truth : stream.below(3));
            }
        }
        const ChanceAgreement agreement(count_categories(table), AgreementWeights::identity);
        return bca_bootstrap([&](auto copies) { return agreement.value(Coefficient::gwet_ac, copies); }, 80,
                             {.replicates = 400, .seed = stream.next_64(), .threads = {1}})
            .interval;
    }));
}

TEST(Coverage, of_the_bootstrap_of_krippendorffs_alpha) {
    expect_95(coverage(800, 17, 0.64, [](Stream& stream) {
        RatingTable table{100, 3, {}};
        for (int unit = 0; unit < 100; ++unit) {
            const double truth = stream.below(3);
            for (int rater = 0; rater < 3; ++rater)
                table.values.push_back(stream.uniform() < 0.8 ? truth : stream.below(3));
        }
        const KrippendorffAlpha alpha(count_categories(table), RatingScale::nominal);
        return bca_bootstrap([&](auto copies) { return alpha.alpha(copies); }, 100,
                             {.replicates = 400, .seed = stream.next_64(), .threads = {1}})
            .interval;
    }));
}

/// Units of variance 1 and ratings of variance 0.75 around them: the ICC is 1 / 1.75.
TEST(Coverage, of_the_f_interval_of_a_one_way_icc) {
    expect_95(coverage(3000, 18, 1.0 / 1.75, [](Stream& stream) {
        RatingTable table{30, 4, {}};
        for (int unit = 0; unit < 30; ++unit) {
            const double truth = stream.normal();
            for (int rater = 0; rater < 4; ++rater)
                table.values.push_back(truth + std::sqrt(0.75) * stream.normal());
        }
        return all_icc(table).front().interval;
    }));
}

TEST(Coverage, of_the_bootstrap_of_a_mean_of_category_means) {
    expect_95(coverage(800, 19, 0.7, [](Stream& stream) {
        const Simulated data = simulate(stream, 120);
        std::vector<ItemPath> paths;
        for (const std::uint32_t patient : data.clustering.of_item)
            paths.push_back({patient % 3 == 0 ? "rare" : "common", std::to_string(patient)});
        const Hierarchy hierarchy(paths, {});
        return bootstrap_hierarchy(hierarchy, data.scores, data.clustering,
                                   {.replicates = 400, .seed = stream.next_64(), .threads = {1}})
            .interval;
    }));
}

double rejected(std::size_t runs, std::uint64_t seed, const std::function<bool(Stream&)>& rejects) {
    std::size_t count = 0;
    for (std::size_t run = 0; run < runs; ++run) {
        Stream stream({seed, run});
        count += rejects(stream);
    }
    return static_cast<double>(count) / static_cast<double>(runs);
}

TEST(TypeOneError, of_the_signed_rank_test_is_five_per_cent) {
    const double share = rejected(10'000, 11, [](Stream& stream) {
        std::vector<double> differences(40);
        for (double& d : differences) d = stream.normal();
        return SignedRankTest(differences).test().greater <= 0.05;
    });
    EXPECT_NEAR(share, 0.05, 0.007);
}

TEST(TypeOneError, of_the_signed_rank_test_is_five_per_cent_below_and_on_both_sides_and_with_ties) {
    const auto share = [](std::uint64_t seed, double SignedRankP::*side, double grain) {
        return rejected(10'000, seed, [&](Stream& stream) {
            std::vector<double> differences(40);
            for (double& d : differences) d = std::round(stream.normal() / grain) * grain;
            return SignedRankTest(differences).test().*side <= 0.05;
        });
    };
    EXPECT_NEAR(share(21, &SignedRankP::less, 1e-9), 0.05, 0.007);
    EXPECT_NEAR(share(22, &SignedRankP::two_sided, 1e-9), 0.05, 0.007);
    EXPECT_NEAR(share(23, &SignedRankP::two_sided, 0.5), 0.05, 0.007);
}

TEST(TypeOneError, of_the_wild_cluster_test_is_five_per_cent_with_eight_and_twenty_clusters) {
    const auto share = [](std::uint64_t seed, std::size_t clusters) {
        return rejected(3'000, seed, [&](Stream& stream) {
            const Simulated data = simulate(stream, clusters);
            std::vector<double> centred(data.scores.size());
            std::vector<double> effect(clusters);
            for (double& e : effect) e = stream.normal();
            for (std::size_t i = 0; i < centred.size(); ++i)
                centred[i] = effect[data.clustering.of_item[i]] + stream.normal();
            return wild_cluster_p(centred, data.clustering, 0.0,
                                  {.replicates = 199, .seed = stream.next_64()}) <= 0.05;
        });
    };
    EXPECT_NEAR(share(24, 8), 0.05, 0.015);
    EXPECT_NEAR(share(25, 20), 0.05, 0.015);
}

TEST(TypeOneError, of_the_f_test_of_an_icc_of_zero_is_five_per_cent) {
    const double share = rejected(5'000, 26, [](Stream& stream) {
        RatingTable table{25, 3, {}};
        for (int i = 0; i < 75; ++i) table.values.push_back(stream.normal());
        return all_icc(table).front().p <= 0.05;
    });
    EXPECT_NEAR(share, 0.05, 0.01);
}

TEST(TypeOneError, of_the_bradley_terry_interval_of_equal_players_is_five_per_cent) {
    const double share = rejected(1'500, 27, [](Stream& stream) {
        std::vector<Judgement> judgements;
        for (std::uint32_t item = 0; item < 100; ++item) {
            const double chance = stream.uniform() < 0.5 ? 0.8 : 0.2;
            for (int judge = 0; judge < 2; ++judge) {
                judgements.push_back(
                    {1, 0, stream.uniform() < chance ? Outcome::first_wins : Outcome::second_wins, item});
            }
        }
        const Interval interval =
            fit_bradley_terry(judgements, {.player_count = 2, .cluster_count = 100}).interval[1];
        return interval.low > 0.0 || interval.high < 0.0;
    });
    EXPECT_NEAR(share, 0.05, 0.02);
}

TEST(TypeOneError, of_any_significant_pair_among_equal_algorithms_stays_below_five_per_cent) {
    const double share = rejected(2'000, 12, [](Stream& stream) {
        TaskScores task{"T", std::vector<std::string>(5), std::vector<std::string>(30), {}};
        for (int i = 0; i < 150; ++i) task.values.push_back(stream.normal());
        const PairwiseTests tests = pairwise_tests(task, {});
        for (std::size_t i = 0; i < 5; ++i) {
            for (std::size_t j = 0; j < 5; ++j) {
                if (i != j && tests.adjusted_at(i, j) <= 0.05) return true;
            }
        }
        return false;
    });
    EXPECT_LE(share, 0.06);
}

TEST(TypeOneError, of_the_paired_difference_is_five_per_cent) {
    const double share = rejected(4'000, 13, [](Stream& stream) {
        const Simulated a = simulate(stream, 30);
        std::vector<double> b(a.scores.size());
        for (double& score : b) score = stream.uniform() < 0.7 ? 1.0 : 0.0;
        const Interval interval = paired_difference(a.scores, b, a.clustering).interval;
        return interval.low > 0.0 || interval.high < 0.0;
    });
    EXPECT_NEAR(share, 0.05, 0.015);
}

}  // namespace
}  // namespace medal::statistics
