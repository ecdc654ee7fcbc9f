#include "metrics/classification/binary.h"
#include "metrics/detection/candidates.h"
#include "metrics/detection/coco.h"
#include "metrics/detection/froc.h"
#include "metrics/io/nifti.h"
#include "metrics/oracle_data.h"

#include <algorithm>

namespace medal::metrics {
namespace {

using oracle::number;

DetectionBox box_of(const boost::json::value& bbox) {
    const auto v = oracle::numbers(bbox);
    return {v[0], v[1], v[2], v[3]};
}

class CocoOracle : public testing::TestWithParam<const char*> {};

TEST_P(CocoOracle, average_precision_and_recall_agree_with_pycocotools) {
    const std::string name = std::string("detection/") + GetParam();
    MEDAL_NEEDS_ORACLE(name);
    const auto json = oracle::load(name);
    std::vector<ReferenceObject> reference;
    for (const auto& a : json.at("gt").at("annotations").as_array()) {
        reference.push_back({a.at("image_id").as_int64(), a.at("category_id").as_int64(),
                             box_of(a.at("bbox")), number(a.at("area")), a.at("iscrowd").as_int64() != 0});
    }
    std::vector<DetectedObject> detected;
    for (const auto& d : json.at("dt").as_array()) {
        detected.push_back({d.at("image_id").as_int64(), d.at("category_id").as_int64(), box_of(d.at("bbox")),
                            number(d.at("score"))});
    }
    const CocoScores scores = score_coco(reference, detected);
    const auto stats = oracle::numbers(json.at("stats"));
    for (std::size_t i = 0; i < stats.size(); ++i) EXPECT_NEAR(scores.stats[i], stats[i], 1e-9) << i;
    for (const auto& [category, expected] : json.at("per_category").as_object()) {
        const CocoCategory& own = scores.categories.at(std::stoll(std::string(category)));
        EXPECT_NEAR(own.ap, number(expected.at("AP")), 1e-9);
        EXPECT_NEAR(own.ap50, number(expected.at("AP50")), 1e-9);
        EXPECT_NEAR(own.ap75, number(expected.at("AP75")), 1e-9);
        EXPECT_NEAR(own.ar100, number(expected.at("AR100")), 1e-9);
    }
}

INSTANTIATE_TEST_SUITE_P(files, CocoOracle, testing::Values("coco_a.json", "coco_ties_crowd.json"));

/// MONAI's reading of points: the highest candidate inside a lesion is its hit, background ones are wrong.
LesionScores scores_of(const boost::json::value& json) {
    LesionScores scores;
    for (const auto& image : json.at("images").as_array()) {
        ++scores.image_count;
        const auto& mask = image.at("mask").as_array();
        std::int64_t lesions = 0;
        for (const auto& row : mask) {
            for (const auto& label : row.as_array()) lesions = std::max(lesions, label.as_int64());
        }
        const std::size_t first = scores.hits.size();
        scores.hits.resize(first + static_cast<std::size_t>(lesions));
        for (const auto& candidate : image.at("candidates").as_array()) {
            const auto point = oracle::numbers(candidate);
            const auto label = mask[static_cast<std::size_t>(point[0])]
                                   .as_array()[static_cast<std::size_t>(point[1])]
                                   .as_int64();
            if (label == 0) {
                scores.false_positives.push_back(point[2]);
            } else {
                double& hit = scores.hits[first + static_cast<std::size_t>(label - 1)];
                hit = std::max(hit, point[2]);
            }
        }
    }
    return scores;
}

TEST(Froc, curve_and_scores_agree_with_monai) {
    MEDAL_NEEDS_ORACLE("detection/froc_points.json");
    const auto json = oracle::load("detection/froc_points.json");
    const auto curve = froc_curve(scores_of(json));
    const auto rates = oracle::numbers(json.at("fps_per_image"));
    const auto sensitivity = oracle::numbers(json.at("sensitivity"));
    ASSERT_EQ(curve.size(), rates.size());
    for (std::size_t i = 0; i < rates.size(); ++i) {
        EXPECT_NEAR(curve[i].false_positives_per_image, rates[i], 1e-12);
        EXPECT_NEAR(curve[i].sensitivity, sensitivity[i], 1e-12);
    }
    EXPECT_NEAR(froc_score(curve, std::vector<double>{0.25, 0.5, 1, 2, 4, 8}),
                number(json.at("score_0p25_8")), 1e-9);
    EXPECT_NEAR(froc_score(curve, std::vector<double>{0.125, 0.25, 0.5, 1, 2, 4, 8}),
                number(json.at("luna_1_8_to_8")), 1e-9);
}

std::vector<std::array<double, 3>> sorted(const CaseVerdicts& verdicts) {
    std::vector<std::array<double, 3>> rows;
    for (const auto& v : verdicts.verdicts) rows.push_back({v.is_lesion ? 1.0 : 0.0, v.score, v.iou});
    std::sort(rows.begin(), rows.end());
    return rows;
}

TEST(Candidates, agree_with_picai_eval) {
    MEDAL_NEEDS_ORACLE("detection/picai.json");
    const auto json = oracle::load("detection/picai.json");
    std::vector<CaseVerdicts> cases;
    for (const auto& [name, expected] : json.at("lesion_results").as_object()) {
        const std::string suffix = std::string(name) + ".nii.gz";
        cases.push_back(
            judge_candidates(read_nifti(oracle::path_of("detection/picai/ref_" + suffix)),
                             read_nifti_scores(oracle::path_of("detection/picai/det_" + suffix))));
        const auto rows = sorted(cases.back());
        ASSERT_EQ(rows.size(), expected.as_array().size()) << name;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const auto theirs = oracle::numbers(expected.as_array()[i]);
            EXPECT_EQ(rows[i][0], theirs[0]);
            EXPECT_NEAR(rows[i][1], theirs[1], 1e-12);
            EXPECT_NEAR(rows[i][2], theirs[2], 1e-8);  // theirs adds 1e-8 to numerator and denominator
        }
        EXPECT_NEAR(cases.back().case_score, number(json.at("case_pred").at(name)), 1e-12);
    }
    std::vector<double> y;
    std::vector<double> p;
    for (const auto& one : cases) {
        y.push_back(one.has_lesion ? 1 : 0);
        p.push_back(one.case_score);
    }
    const double ap = lesion_average_precision(lesion_scores(cases));
    EXPECT_NEAR(ap, number(json.at("AP")), 1e-9);
    EXPECT_NEAR(auroc({y, p}).value, number(json.at("AUROC")), 1e-9);
}

TEST(Assignment, prefers_more_matches_over_more_overlap) {
    const auto pairs = best_assignment({{1.9, 1.2}, {1.8, 0}});
    EXPECT_EQ(pairs, (std::vector<std::pair<std::size_t, std::size_t>>{{1, 0}, {0, 1}}));
}

TEST(AveragePrecision, of_a_perfect_list_is_one_in_every_reading) {
    const LesionScores scores{{0.9, 0.8}, {0.1}, 2};
    EXPECT_DOUBLE_EQ(lesion_average_precision(scores), 1);
    EXPECT_DOUBLE_EQ(interpolated_average_precision(scores, 11), 1);
    EXPECT_DOUBLE_EQ(interpolated_average_precision(scores, 101), 1);
}

}  // namespace
}  // namespace medal::metrics
