// The commands of the imaging family (docs/imaging.md); add_imaging in families.h adds them all.
#pragma once

#include "cli/command.h"

namespace medal::cli {

void add_deface(CLI::App& root, Dispatch& dispatch);
void add_deidentify(CLI::App& root, Dispatch& dispatch);
void add_inspect(CLI::App& root, Dispatch& dispatch);
void add_phantom(CLI::App& root, Dispatch& dispatch);
void add_render(CLI::App& root, Dispatch& dispatch);
void add_scan_text(CLI::App& root, Dispatch& dispatch);
void add_verify_deid(CLI::App& root, Dispatch& dispatch);
void add_fingerprint(CLI::App& root, Dispatch& dispatch);
void add_duplicates(CLI::App& root, Dispatch& dispatch);
void add_imaging_worker(CLI::App& root, Dispatch& dispatch);

}  // namespace medal::cli
