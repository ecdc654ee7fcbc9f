#include "cli/families.h"

namespace medal::cli {

std::span<const AddCommands> families() {
    static constexpr AddCommands kFamilies[] = {
        add_serve,   add_upkeep, add_doctor,    add_admin,    add_eval,      add_imaging,
        add_metrics, add_rank,   add_agreement, add_delphi,   add_calibrate, add_irt,
        add_power,   add_vendi,  add_similar,   add_assemble, add_release,
    };
    return kFamilies;
}

}  // namespace medal::cli
