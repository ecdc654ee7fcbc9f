#include "db/bind.h"

#include "base/error.h"

namespace medal::db {

void throw_bad_column(std::string_view column, std::string_view expected) {
    base::fail_internal("column " + std::string{column} + " is not " + std::string{expected});
}

}  // namespace medal::db
