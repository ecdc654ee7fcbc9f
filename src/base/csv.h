// One small strict reader of CSV tables (RFC 4180: quotes, CRLF or LF, a header row, equal column counts).
// Every error names the file as the caller called it, the row (the header is row 1) and the column;
// no error repeats a cell, because cells are foreign bytes. It does not guess separators or encodings: text
// that is not UTF-8 is refused.
#pragma once

#include <cstddef>
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace medal::base {

struct CsvLimits {
    std::size_t max_bytes = std::size_t{1} << 30U;
    std::size_t max_rows = 20'000'000;
    std::size_t max_columns = 10'000;
};

class CsvTable {
  public:
    /// `name` is how errors call the table. Throws `invalid` or `too_large`.
    static CsvTable parse(std::string_view text, std::string name, CsvLimits limits = {});

    /// A JSON array of flat objects, one a row: their keys are the columns, null or an absent key is an empty
    /// cell, true and false are 1 and 0. Errors count its rows from 1.
    static CsvTable from_json(std::string_view text, std::string name, CsvLimits limits = {});

    const std::string& name() const noexcept { return name_; }
    const std::vector<std::string>& columns() const noexcept { return columns_; }
    std::size_t row_count() const noexcept { return columns_.empty() ? 0 : cells_.size() / columns_.size(); }

    /// Throws when there is nothing below the header.
    void require_rows() const;

    /// Position of a column; throws when it is missing.
    std::size_t column(std::string_view wanted) const;
    std::optional<std::size_t> find_column(std::string_view wanted) const noexcept;
    /// Throws when a column is none of these: a misspelt optional column must not pass unread.
    void allow_only(std::initializer_list<std::string_view> known) const;

    const std::string& text(std::size_t row, std::size_t column) const {
        return cells_[row * columns_.size() + column];
    }
    /// Throws when the cell is empty.
    const std::string& required_text(std::size_t row, std::size_t column) const;
    /// A finite number; throws otherwise.
    double number(std::size_t row, std::size_t column) const;
    /// Empty, NA or NaN (any case) is a missing value; else as `number`.
    std::optional<double> optional_number(std::size_t row, std::size_t column) const;
    /// A whole number within [low, high]; throws otherwise.
    long long whole_number(std::size_t row, std::size_t column, long long low, long long high) const;

    /// Ends in an error that names file, row and column; for rules of the caller ("a case is listed twice").
    [[noreturn]] void fail(std::size_t row, std::size_t column, std::string what, std::string cure) const;

  private:
    std::string name_;
    std::vector<std::string> columns_;
    std::vector<std::string> cells_;
    std::size_t first_row_ = 2;  // how errors call row 0
};

/// The error calls the table by its file name.
CsvTable read_csv(const std::filesystem::path& path, CsvLimits limits = {});
/// A .json file as from_json, every other as CSV.
CsvTable read_table(const std::filesystem::path& path, CsvLimits limits = {});

/// One cell, quoted if it must be.
std::string csv_cell(std::string_view text);

}  // namespace medal::base
