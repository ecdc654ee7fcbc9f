// How a long walk over bytes tells that it is done with the ones behind it.
#pragma once

#include "imaging/byte_reader.h"

#include <cstddef>
#include <functional>

namespace medal::imaging::deid {

/// Called with bytes that will not be looked at again: the memory of a mapped file can be given back.
/// Never called for what is shorter than one step.
using Passed = std::function<void(Bytes)>;
constexpr std::size_t kStepBytes = 32ULL << 20;

}  // namespace medal::imaging::deid
