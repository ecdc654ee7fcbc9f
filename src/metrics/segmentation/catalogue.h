// The names of the segmentation metrics: the stable ids of the command line, what each is measured in and
// what its worst value is. Definitions stand beside the functions (counts.h, surface.h, lesions.h …) and in
// docs/metrics/segmentation.md.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace medal::metrics {

/// `standard` is measured when nothing is asked for; `extra` by name or with `all`.
enum class Offer { standard, extra };

/// What an undefined value becomes when scores are averaged (policy.h).
enum class Kind { overlap, correlation, distance, relative_error, count };

struct MetricInfo {
    std::string_view id;
    std::string_view variant;
    std::string_view unit;
    Kind kind;
    Offer offer;
};

std::span<const MetricInfo> segmentation_metrics() noexcept;
const MetricInfo* find_metric(std::string_view id, std::string_view variant) noexcept;

/// Which metrics are wanted, from names as a person writes them: "DSC", "NSD:surfel", "HD90", "all".
class MetricChoice {
  public:
    /// No names: the standard ones. Throws for a name that does not exist, naming those that do.
    explicit MetricChoice(const std::vector<std::string>& names = {});

    bool wants(std::string_view id, std::string_view variant = "default") const;
    bool wants_any(std::initializer_list<std::string_view> ids) const;
    /// Percentiles of HDp beside HD and HD95, ascending ("HD90").
    const std::vector<double>& percentiles() const noexcept { return percentiles_; }

  private:
    void add(const std::string& name);

    std::vector<const MetricInfo*> chosen_;
    std::vector<double> percentiles_;
};

/// The percentile of "HD90"; nothing for other names.
std::optional<double> percentile_of(std::string_view id) noexcept;

}  // namespace medal::metrics
