#include "cli/families.h"

namespace medal::cli {

std::span<const AddCommands> families() {
    static constexpr AddCommands kFamilies[] = {
        add_rank,
        add_release,
    };
    return kFamilies;
}

}  // namespace medal::cli
