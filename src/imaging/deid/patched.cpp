#include "imaging/deid/patched.h"

#include <algorithm>
#include <tuple>

namespace medal::imaging::deid {

bool add_patched(OutputPlan& plan, Bytes file, std::vector<Patch> patches) {
    const auto key = [](const Patch& patch) { return std::tie(patch.offset, patch.size, patch.replacement); };
    std::sort(patches.begin(), patches.end(),
              [&](const Patch& a, const Patch& b) { return key(a) < key(b); });
    const auto equal = [&](const Patch& a, const Patch& b) { return key(a) == key(b); };
    patches.erase(std::unique(patches.begin(), patches.end(), equal), patches.end());
    std::uint64_t at = 0;
    for (const auto& patch : patches) {
        if (patch.offset < at || patch.offset > file.size() || patch.size > file.size() - patch.offset) {
            return false;
        }
        plan.add(file.subspan(at, patch.offset - at));
        const auto size = std::min<std::uint64_t>(patch.replacement.size(), patch.size);
        plan.add(std::string_view{patch.replacement}.substr(0, size));
        plan.add_zeros(patch.size - size);
        at = patch.offset + patch.size;
    }
    plan.add(file.subspan(at));
    return true;
}

}  // namespace medal::imaging::deid
