#include "statistics/agreement.h"

#include "statistics/krippendorff.h"

namespace medal::statistics {
namespace {

BootstrapResult with_interval(const ChanceAgreement& agreement, Coefficient which, std::size_t units,
                              const BootstrapPlan& plan) {
    return bca_bootstrap(
        [&](std::span<const std::uint32_t> copies) { return agreement.value(which, copies); }, units, plan);
}

}  // namespace

AgreementSummary summarise_agreement(const RatingTable& table, RatingScale scale, const BootstrapPlan& plan,
                                     std::optional<AgreementWeights> ac2_weights) {
    const CategoryCounts counts = count_categories(table);
    const KrippendorffAlpha alpha(counts, scale);
    const ChanceAgreement plain(counts, AgreementWeights::identity);
    AgreementSummary summary;
    summary.alpha = bca_bootstrap([&](std::span<const std::uint32_t> copies) { return alpha.alpha(copies); },
                                  table.unit_count, plan);
    summary.fleiss_kappa = with_interval(plain, Coefficient::fleiss_kappa, table.unit_count, plan);
    summary.gwet_ac1 = with_interval(plain, Coefficient::gwet_ac, table.unit_count, plan);
    summary.percent = with_interval(plain, Coefficient::percent, table.unit_count, plan);
    summary.ac2_weights = ac2_weights.value_or(weights_for(scale));
    const ChanceAgreement weighted(counts, summary.ac2_weights);
    summary.gwet_ac2 = with_interval(weighted, Coefficient::gwet_ac, table.unit_count, plan);
    const RatingTable complete = complete_units(table);
    summary.complete_unit_count = complete.unit_count;
    const bool numeric = scale != RatingScale::nominal;
    if (numeric && complete.unit_count >= 2 && complete.rater_count >= 2)
        summary.icc = all_icc(complete, plan.level);
    return summary;
}

}  // namespace medal::statistics
