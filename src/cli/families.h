// Every command family of the binary, one line each; families.cpp lists them in the order of --help.
#pragma once

#include "cli/command.h"

#include <span>

namespace medal::cli {

std::span<const AddCommands> families();

}  // namespace medal::cli
