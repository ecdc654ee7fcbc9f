// Whether a recognised line identifies somebody.
#pragma once

#include "imaging/burned_in/text_region.h"
#include "imaging/deid/identifiers.h"

#include <string_view>

namespace medal::imaging::burned_in {

/// Knows that recognisers take similar shapes for each other. In doubt a line identifies.
TextClass classify(std::string_view line, const deid::Identifiers& identifiers);

/// Nothing but settings of the machine, measurements, or letters of side and view.
bool is_technique(std::string_view line);

}  // namespace medal::imaging::burned_in
