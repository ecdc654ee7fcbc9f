#include "metrics/io/nifti.h"
#include "metrics/oracle_data.h"
#include "metrics/segmentation/border.h"
#include "metrics/segmentation/segmentation.h"

namespace medal::metrics {
namespace {

constexpr double kTolerance = 1e-9;

class SegmentationOracle : public testing::TestWithParam<const char*> {
  protected:
    void SetUp() override {
        const std::string folder = std::string("segmentation/") + GetParam();
        MEDAL_NEEDS_ORACLE(folder + "/expected.json");
        expected = oracle::load(folder + "/expected.json");
        reference = read_nifti(oracle::path_of(folder + "/ref.nii.gz"));
        prediction = read_nifti(oracle::path_of(folder + "/pred.nii.gz"));
    }

    std::vector<Value> measure(const std::string& label) const {
        SegmentationPlan plan;
        plan.labels = {static_cast<Label>(std::stoi(label))};
        plan.tau_mm = {0.5, 1, 2, 3};
        plan.metrics = MetricChoice({"all"});
        return measure_segmentation(reference, prediction, plan).front().values;
    }

    static const Value& find(const std::vector<Value>& values, const std::string& metric,
                             const std::string& variant = "default", double tau_mm = 0) {
        for (const Value& value : values) {
            const auto tau = value.parameters.find("tau_mm");
            const bool same_tau = tau_mm == 0 || (tau != value.parameters.end() && tau->second == tau_mm);
            if (value.metric == metric && value.variant == variant && same_tau) return value;
        }
        throw std::out_of_range(metric);
    }

    boost::json::value expected;
    LabelVolume reference;
    LabelVolume prediction;
};

TEST_P(SegmentationOracle, geometry_is_the_decimal_one_of_the_case) {
    const auto spacing = oracle::numbers(expected.at("spacing_mm"));
    for (std::size_t axis = 0; axis < spacing.size(); ++axis) {
        EXPECT_EQ(reference.geometry.spacing_mm[axis], spacing[axis]);
    }
}

TEST_P(SegmentationOracle, counting_metrics_agree_with_brute_force) {
    const std::map<std::string, std::string> names = {{"TP", "tp"},
                                                      {"FP", "fp"},
                                                      {"FN", "fn"},
                                                      {"TN", "tn"},
                                                      {"DSC", "dsc"},
                                                      {"IoU", "iou"},
                                                      {"sensitivity", "sens"},
                                                      {"specificity", "spec"},
                                                      {"PPV", "ppv"},
                                                      {"NPV", "npv"},
                                                      {"F2", "f2"},
                                                      {"RVE", "avdr"},
                                                      {"accuracy", "acc"},
                                                      {"MCC", "mcc"},
                                                      {"kappa", "kappa"}};
    for (const auto& [label, peers] : expected.at("labels").as_object()) {
        const auto values = measure(label);
        for (const auto& [metric, theirs] : names) {
            oracle::expect_same(find(values, metric).value, oracle::number(peers.at("bruteforce").at(theirs)),
                                kTolerance, std::string(label) + " " + metric);
        }
    }
}

TEST_P(SegmentationOracle, distances_agree_with_brute_force) {
    for (const auto& [label, peers] : expected.at("labels").as_object()) {
        const auto values = measure(label);
        const auto& brute = peers.at("bruteforce").as_object();
        if (!brute.contains("hd")) continue;
        const auto same = [&](const char* metric, const char* variant, const char* theirs) {
            oracle::expect_same(find(values, metric, variant).value, oracle::number(brute.at(theirs)),
                                kTolerance, std::string(label) + " " + metric);
        };
        same("HD", "default", "hd");
        same("HD95", "default", "hd95_max_of_directed");
        same("HD95", "pooled", "hd95_pooled");
        same("ASSD", "default", "assd");
        same("MASD", "default", "masd");
        EXPECT_EQ(find(values, "HD").n,
                  brute.at("n_border_ref").as_int64() + brute.at("n_border_pred").as_int64());
        for (const auto& [tau, share] : brute.at("nsd").as_object()) {
            oracle::expect_same(find(values, "NSD", "default", std::stod(tau)).value, oracle::number(share),
                                kTolerance, std::string(label) + " NSD " + std::string(tau));
        }
    }
}

TEST_P(SegmentationOracle, surfel_nsd_agrees_with_deepmind) {
    for (const auto& [label, peers] : expected.at("labels").as_object()) {
        const auto values = measure(label);
        for (const auto& [tau, share] : peers.at("surface_distance_deepmind").at("nsd").as_object()) {
            oracle::expect_same(find(values, "NSD", "surfel", std::stod(tau)).value, oracle::number(share),
                                kTolerance, std::string(label) + " surfel NSD " + std::string(tau));
        }
    }
}

TEST_P(SegmentationOracle, boundary_iou_and_cl_dice_agree_with_metrics_reloaded) {
    for (const auto& [label, peers] : expected.at("labels").as_object()) {
        const auto values = measure(label);
        const auto& reloaded = peers.at("metrics_reloaded").as_object();
        const Value& biou = find(values, "BIoU");
        if (biou.status != Status::both_empty) {  // theirs says 1, ours says: not defined
            oracle::expect_same(biou.value, oracle::number(reloaded.at("boundary_iou_d2")), kTolerance,
                                std::string(label) + " BIoU");
        }
        const double cl_dice = oracle::number(reloaded.at("cldice"));
        if (std::isnan(cl_dice)) continue;  // theirs is 0/0 where skeletons miss; ours says 0
        oracle::expect_same(find(values, "clDice").value, cl_dice, kTolerance,
                            std::string(label) + " clDice");
    }
}

TEST_P(SegmentationOracle, component_counts_agree_for_every_connectivity) {
    const bool slice = reference.geometry.dimensions() == 2;
    const std::vector<std::pair<Connectivity, std::string>> kinds =
        slice ? std::vector<std::pair<Connectivity, std::string>>{{Connectivity::face, "1"},
                                                                  {Connectivity::corner, "2"}}
              : std::vector<std::pair<Connectivity, std::string>>{
                    {Connectivity::face, "1"}, {Connectivity::edge, "2"}, {Connectivity::corner, "3"}};
    for (const auto& [label, peers] : expected.at("labels").as_object()) {
        for (const auto& [connectivity, suffix] : kinds) {
            SegmentationPlan plan;
            plan.labels = {static_cast<Label>(std::stoi(label))};
            plan.metrics = MetricChoice({"all"});
            plan.connectivity = connectivity;
            const auto values = measure_segmentation(reference, prediction, plan).front().values;
            const auto& cc = peers.at("bruteforce").at("cc");
            EXPECT_EQ(find(values, "PQ").n,
                      cc.at("ref_" + suffix).as_int64() + cc.at("pred_" + suffix).as_int64())
                << label << " " << suffix;
        }
    }
}

TEST_P(SegmentationOracle, status_says_which_mask_is_empty) {
    for (const auto& [label, peers] : expected.at("labels").as_object()) {
        const bool no_reference = peers.at("bruteforce").at("n_ref").as_int64() == 0;
        const bool no_prediction = peers.at("bruteforce").at("n_pred").as_int64() == 0;
        const Status status = no_reference && no_prediction ? Status::both_empty
                              : no_reference                ? Status::reference_empty
                              : no_prediction               ? Status::prediction_empty
                                                            : Status::defined;
        EXPECT_EQ(find(measure(label), "DSC").status, status);
        EXPECT_EQ(find(measure(label), "HD95").status, status);
    }
}

INSTANTIATE_TEST_SUITE_P(cases, SegmentationOracle,
                         testing::Values("01_identical_sphere", "02_shifted_sphere_iso", "03_aniso_blob",
                                         "04_both_empty", "05_ref_empty", "06_pred_empty", "07_single_voxels",
                                         "08_touches_border", "09_disjoint", "10_2d_discs", "11_many_lesions",
                                         "12_shell_vs_solid", "13_thin_plane_shift",
                                         "14_multilabel_missing_extra", "15_noise", "16_pred_full"),
                         [](const auto& oracle_case) { return "case_" + std::string(oracle_case.param); });

}  // namespace
}  // namespace medal::metrics
