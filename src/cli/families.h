// Every command family of the binary, one line each; families.cpp lists them in the order of --help.
#pragma once

#include "cli/command.h"

#include <span>

namespace medal::cli {

std::span<const AddCommands> families();

// server
void add_serve(CLI::App& root, Dispatch& dispatch);
void add_upkeep(CLI::App& root, Dispatch& dispatch);
void add_doctor(CLI::App& root, Dispatch& dispatch);
void add_admin(CLI::App& root, Dispatch& dispatch);

// exam
void add_eval(CLI::App& root, Dispatch& dispatch);

// imaging
void add_imaging(CLI::App& root, Dispatch& dispatch);

// metrics
void add_metrics(CLI::App& root, Dispatch& dispatch);

// release
void add_release(CLI::App& root, Dispatch& dispatch);

// statistics
void add_rank(CLI::App& root, Dispatch& dispatch);
void add_agreement(CLI::App& root, Dispatch& dispatch);
void add_delphi(CLI::App& root, Dispatch& dispatch);
void add_calibrate(CLI::App& root, Dispatch& dispatch);
void add_irt(CLI::App& root, Dispatch& dispatch);
void add_power(CLI::App& root, Dispatch& dispatch);
void add_vendi(CLI::App& root, Dispatch& dispatch);
void add_similar(CLI::App& root, Dispatch& dispatch);
void add_assemble(CLI::App& root, Dispatch& dispatch);

}  // namespace medal::cli
