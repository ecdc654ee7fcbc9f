// The imaging commands, one file each; this only lists them.
#include "cli/imaging_command.h"

#include "cli/families.h"

namespace medal::cli {

void add_imaging(CLI::App& root, Dispatch& dispatch) {
    add_deface(root, dispatch);
    add_deidentify(root, dispatch);
    add_inspect(root, dispatch);
    add_phantom(root, dispatch);
    add_render(root, dispatch);
    add_scan_text(root, dispatch);
    add_verify_deid(root, dispatch);
    add_fingerprint(root, dispatch);
    add_duplicates(root, dispatch);
    add_imaging_worker(root, dispatch);
}

}  // namespace medal::cli
