// Which bytes of a text have to go; filled by the rules, applied once.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace medal::imaging::deid {

class TextMarks {
  public:
    explicit TextMarks(std::string_view text) : text_(text), marked_(text.size(), false) {}

    std::string_view text() const { return text_; }
    bool any() const { return any_; }
    bool is_marked(std::size_t at) const { return marked_[at]; }
    void mark(std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end && i < marked_.size(); ++i) marked_[i] = any_ = true;
    }
    /// What is left, with the spaces, brackets and prepositions that lost their object tidied away.
    std::string remaining() const;

  private:
    std::string_view text_;
    std::vector<bool> marked_;
    bool any_ = false;
};

/// Rules on form alone; each marks what it finds.
void mark_dates(TextMarks& marks);
/// Above 89 years an age tells who somebody is (45 CFR 164.514).
void mark_ages(TextMarks& marks);
void mark_numbers(TextMarks& marks);
void mark_phones(TextMarks& marks);
void mark_mail_and_links(TextMarks& marks);
void mark_names(TextMarks& marks);
void mark_addresses(TextMarks& marks);
void mark_institutions(TextMarks& marks);

}  // namespace medal::imaging::deid
