// Which files are searched for burned-in text. Reading every slice of every volume would take minutes; text
// that an export drew into slices stands in all of them, so three slices of a series tell. Pictures that hold
// text as a rule are all searched.
#pragma once

#include "imaging/deid/batch_inputs.h"

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace medal::imaging::deid {

class TextSampling {
  public:
    explicit TextSampling(std::span<const BatchInput> inputs);

    struct Series {
        std::vector<std::size_t> sample;
        std::vector<std::size_t> others;
        bool may_hold_text = true;
    };
    /// To be judged before `first` and `rest` are asked for.
    std::vector<Series>& series() { return series_; }

    /// Searched at once: every picture at risk, and the sample of each series that may hold text.
    std::vector<std::size_t> first() const;

    struct Later {
        std::size_t number = 0;
        bool search_text = false;
        /// Part of a sample in which nothing looks like text.
        bool is_judged = false;
    };
    /// All others; searched where the sample of their series held text.
    std::vector<Later> rest(const std::function<bool(std::size_t)>& held_text) const;

  private:
    std::vector<std::size_t> at_risk_;
    std::vector<std::size_t> never_;
    std::vector<Series> series_;
};

}  // namespace medal::imaging::deid
