// Made-up label images of the sizes that the targets of the metrics engine are stated for. The same bits on
// every machine: whole numbers and correctly rounded operations only.
#pragma once

#include "metrics/volume/label_volume.h"

#include <string>
#include <vector>

namespace medal::bench {

struct VolumePair {
    metrics::LabelVolume reference;
    metrics::LabelVolume prediction;
};

/// organ, lesions, labels24, far; organ_half and organ_quarter for growth with size. Throws for other names.
VolumePair make_pair_named(const std::string& name);
std::vector<std::string> pair_names();

}  // namespace medal::bench
