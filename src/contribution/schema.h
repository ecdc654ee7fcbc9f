// The tables of contribution/, as numbered steps (300 to 399).
#pragma once

#include "db/migrate.h"

#include <span>

namespace medal::contribution {

std::span<const db::Migration> migrations();

}  // namespace medal::contribution
