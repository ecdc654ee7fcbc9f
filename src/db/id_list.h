// Rows of many ids in as few statements as their number asks for: the SQL names `IN ($1, …, $25)`, in words,
// so that it stays one text that the database knows again.
#pragma once

#include "db/bind.h"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <vector>

namespace medal::db {

constexpr std::size_t kIdsAtOnce = 25;

/// Parameters behind the ids begin with $26.
template <base::DescribedStruct T, class IdType, class... Parameter>
std::vector<T> rows_of_ids(Session& session, std::string_view sql, const std::vector<IdType>& ids,
                           const Parameter&... parameters) {
    std::vector<T> all;
    for (std::size_t first = 0; first < ids.size(); first += kIdsAtOnce) {
        std::vector<Value> values;
        // A shorter list is filled up with its last id.
        for (std::size_t i = 0; i < kIdsAtOnce; ++i)
            values.push_back(to_value(ids[std::min(first + i, ids.size() - 1)]));
        (values.push_back(to_value(parameters)), ...);
        auto found = read_rows<T>(session.query(sql, values));
        all.insert(all.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
    }
    return all;
}

}  // namespace medal::db
