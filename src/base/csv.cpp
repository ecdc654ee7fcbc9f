#include "base/csv.h"

#include "base/error.h"
#include "base/text.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <fstream>
#include <sstream>

namespace medal::base {
namespace {

/// Splits text into records; knows quotes and line numbers, nothing of meaning.
class Reader {
  public:
    Reader(std::string_view text, const std::string& name) : text_(text), name_(name) {
        if (text_.starts_with("\xEF\xBB\xBF")) position_ = 3;
    }

    bool at_end() const noexcept { return position_ >= text_.size(); }
    std::size_t line() const noexcept { return line_; }

    /// Reads one record into `cells` (emptied first).
    void record(std::vector<std::string>& cells) {
        cells.clear();
        for (;;) {
            cells.push_back(cell());
            if (at_end()) return;
            const char stop = text_[position_++];
            if (stop == ',') continue;
            if (stop == '\r' && !at_end() && text_[position_] == '\n') ++position_;
            ++line_;
            return;
        }
    }

  private:
    static bool ends_cell(char c) noexcept { return c == ',' || c == '\n' || c == '\r'; }

    std::string cell() {
        if (!at_end() && text_[position_] == '"') return quoted();
        const std::size_t begin = position_;
        while (!at_end() && !ends_cell(text_[position_])) {
            if (text_[position_] == '"')
                fail("has a quote inside an unquoted cell.", "Quote the whole cell.");
            ++position_;
        }
        return std::string(text_.substr(begin, position_ - begin));
    }

    std::string quoted() {
        std::string value;
        const std::size_t opened_on = line_;
        for (++position_; !at_end(); ++position_) {
            const char c = text_[position_];
            if (c == '\n') ++line_;
            if (c != '"') {
                value += c;
                continue;
            }
            ++position_;
            if (at_end() || ends_cell(text_[position_])) return value;
            if (text_[position_] != '"')
                fail("has text after a closing quote.", "Double the quotes inside a cell.");
            value += '"';
        }
        line_ = opened_on;
        fail("opens a quote that is never closed.", "Close it, or double the quotes inside a cell.");
    }

    [[noreturn]] void fail(std::string what, std::string cure) const {
        throw Error(ErrorKind::invalid, "csv.syntax",
                    name_ + " line " + std::to_string(line_) + " " + std::move(what),
                    {.hint = std::move(cure)});
    }

    std::string_view text_;
    const std::string& name_;
    std::size_t position_ = 0;
    std::size_t line_ = 1;
};

bool equals_ignoring_case(std::string_view a, std::string_view lower) noexcept {
    return std::equal(a.begin(), a.end(), lower.begin(), lower.end(), [](char x, char y) {
        return static_cast<char>(std::tolower(static_cast<unsigned char>(x))) == y;
    });
}

bool is_missing(std::string_view text) noexcept {
    return text.empty() || equals_ignoring_case(text, "na") || equals_ignoring_case(text, "nan");
}

void check_header(const std::vector<std::string>& columns, const std::string& name, std::size_t max_columns) {
    if (columns.size() > max_columns) {
        throw Error(ErrorKind::too_large, "csv.too_large",
                    name + " has more than " + std::to_string(max_columns) + " columns.");
    }
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const bool twice = std::find(columns.begin(), columns.begin() + static_cast<std::ptrdiff_t>(i),
                                     columns[i]) != columns.begin() + static_cast<std::ptrdiff_t>(i);
        if (columns[i].empty() || twice) {
            throw Error(ErrorKind::invalid, "csv.header",
                        name + " row 1 column " + std::to_string(i + 1) +
                            (twice ? " repeats a name." : " has no name."),
                        {.hint = "Give every column its own name in the first row."});
        }
    }
}

void check_utf8(const std::vector<std::string>& cells, const std::string& name, std::size_t row) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (is_utf8(cells[i])) continue;
        throw Error(
            ErrorKind::invalid, "csv.encoding",
            name + " row " + std::to_string(row) + " column " + std::to_string(i + 1) + " is not UTF-8.",
            {.hint = "Save the file again with the encoding UTF-8."});
    }
}

}  // namespace

CsvTable CsvTable::parse(std::string_view text, std::string name, CsvLimits limits) {
    CsvTable table;
    table.name_ = std::move(name);
    if (text.size() > limits.max_bytes) {
        throw Error(ErrorKind::too_large, "csv.too_large",
                    table.name_ + " is larger than " + std::to_string(limits.max_bytes) + " bytes.");
    }
    Reader reader(text, table.name_);
    if (reader.at_end()) {
        throw Error(ErrorKind::invalid, "csv.empty", table.name_ + " is empty.",
                    {.hint = "It needs a header row."});
    }
    const bool utf8 = is_utf8(text);
    reader.record(table.columns_);
    if (!utf8) check_utf8(table.columns_, table.name_, 1);
    check_header(table.columns_, table.name_, limits.max_columns);
    std::vector<std::string> cells;
    while (!reader.at_end()) {
        const std::size_t line = reader.line();
        reader.record(cells);
        if (cells.size() == 1 && cells.front().empty() && reader.at_end()) break;  // a blank last line
        if (!utf8) check_utf8(cells, table.name_, table.row_count() + 2);
        if (cells.size() != table.columns_.size()) {
            throw Error(ErrorKind::invalid, "csv.columns",
                        table.name_ + " row " + std::to_string(table.row_count() + 2) + " (line " +
                            std::to_string(line) + ") has " + std::to_string(cells.size()) +
                            " cells instead of " + std::to_string(table.columns_.size()) + ".",
                        {.hint = "Give every row as many cells as the header."});
        }
        if (table.row_count() == limits.max_rows) {
            throw Error(ErrorKind::too_large, "csv.too_large",
                        table.name_ + " has more than " + std::to_string(limits.max_rows) + " rows.");
        }
        std::move(cells.begin(), cells.end(), std::back_inserter(table.cells_));
    }
    return table;
}

std::optional<std::size_t> CsvTable::find_column(std::string_view wanted) const noexcept {
    const auto found = std::find(columns_.begin(), columns_.end(), wanted);
    if (found == columns_.end()) return std::nullopt;
    return static_cast<std::size_t>(found - columns_.begin());
}

void CsvTable::require_rows() const {
    if (row_count() > 0) return;
    throw Error(ErrorKind::invalid, "csv.no_rows", name_ + " has no rows below its header.",
                {.hint = "Write one row a record below the header."});
}

std::size_t CsvTable::column(std::string_view wanted) const {
    if (const auto found = find_column(wanted)) return *found;
    throw Error(ErrorKind::invalid, "csv.missing_column",
                name_ + " has no column " + std::string(wanted) + ".", {.hint = "Name it in the first row."});
}

void CsvTable::allow_only(std::initializer_list<std::string_view> known) const {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (std::find(known.begin(), known.end(), columns_[i]) != known.end()) continue;
        std::string list;
        for (const std::string_view name : known) list += (list.empty() ? "" : ", ") + std::string(name);
        throw Error(ErrorKind::invalid, "csv.unknown_column",
                    name_ + " row 1 column " + std::to_string(i + 1) + " is unknown.",
                    {.hint = "Known columns: " + list + "."});
    }
}

void CsvTable::fail(std::size_t row, std::size_t column, std::string what, std::string cure) const {
    throw Error(ErrorKind::invalid, "csv.cell",
                name_ + " row " + std::to_string(row + first_row_) + " column " + columns_[column] + ": " +
                    std::move(what),
                {.hint = std::move(cure)});
}

const std::string& CsvTable::required_text(std::size_t row, std::size_t column) const {
    const std::string& cell = text(row, column);
    if (cell.empty()) fail(row, column, "the cell is empty.", "Fill it in, or drop the row.");
    return cell;
}

double CsvTable::number(std::size_t row, std::size_t column) const {
    const std::string& cell = text(row, column);
    double value = 0.0;
    const auto [end, fault] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (fault != std::errc{} || end != cell.data() + cell.size() || !std::isfinite(value)) {
        fail(row, column, "not a finite number.",
             "Write a number such as 0.91, with a point and without a unit.");
    }
    return value;
}

std::optional<double> CsvTable::optional_number(std::size_t row, std::size_t column) const {
    if (is_missing(text(row, column))) return std::nullopt;
    return number(row, column);
}

long long CsvTable::whole_number(std::size_t row, std::size_t column, long long low, long long high) const {
    const std::string& cell = text(row, column);
    long long value = 0;
    const auto [end, fault] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (fault != std::errc{} || end != cell.data() + cell.size() || value < low || value > high) {
        fail(row, column,
             "not a whole number from " + std::to_string(low) + " to " + std::to_string(high) + ".",
             "Correct the cell.");
    }
    return value;
}

namespace {

std::string read_whole(const std::filesystem::path& path, const CsvLimits& limits) {
    const std::string name = path.filename().string();
    std::ifstream file(path, std::ios::binary);
    if (!file)
        throw Error(ErrorKind::not_found, "csv.unreadable", name + " cannot be read.",
                    {.hint = "Check the path."});
    std::error_code fault;
    const auto size = std::filesystem::file_size(path, fault);
    if (!fault && size > limits.max_bytes) {
        throw Error(ErrorKind::too_large, "csv.too_large",
                    name + " is larger than " + std::to_string(limits.max_bytes) + " bytes.");
    }
    std::ostringstream text;
    text << file.rdbuf();
    return std::move(text).str();
}

}  // namespace

CsvTable read_csv(const std::filesystem::path& path, CsvLimits limits) {
    return CsvTable::parse(read_whole(path, limits), path.filename().string(), limits);
}

CsvTable read_table(const std::filesystem::path& path, CsvLimits limits) {
    if (path.extension() != ".json") return read_csv(path, limits);
    return CsvTable::from_json(read_whole(path, limits), path.filename().string(), limits);
}

std::string csv_cell(std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

}  // namespace medal::base
