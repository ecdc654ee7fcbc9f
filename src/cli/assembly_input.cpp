#include "cli/assembly_input.h"

#include "base/csv.h"
#include "base/error.h"
#include "base/text.h"

#include <algorithm>
#include <map>
#include <set>
#include <sstream>
#include <toml++/toml.h>

namespace medal::cli {
namespace {

using statistics::GroupLimit;
using statistics::Quota;

/// The TOML file with its name, so that every error can say where.
class QuotaFile {
  public:
    explicit QuotaFile(const std::filesystem::path& path) : name_(path.filename().string()) {
        try {
            root_ = toml::parse_file(path.string());
        } catch (const toml::parse_error& error) {
            fail(error.source(), std::string(error.description()) + ".", "");
        }
    }

    const toml::table& root() const { return root_; }

    [[noreturn]] void fail(const toml::source_region& where, std::string what, std::string cure) const {
        throw base::Error(base::ErrorKind::invalid, "assemble.quotas",
                          name_ + " line " + std::to_string(where.begin.line) + ": " + std::move(what),
                          {.hint = std::move(cure)});
    }

    void allow_only(const toml::table& table, const std::set<std::string_view>& known) const {
        for (const auto& [key, value] : table) {
            if (known.contains(key.str())) continue;
            std::string list;
            for (const std::string_view name : known) list += (list.empty() ? "" : ", ") + std::string(name);
            fail(key.source(), "this key is unknown.", "Known keys: " + list + ".");
        }
    }

    std::size_t whole_number(const toml::node& node) const {
        const auto value = node.value_exact<std::int64_t>();
        if (!value || *value < 0) fail(node.source(), "a whole number from 0 is needed.", "");
        return static_cast<std::size_t>(*value);
    }

  private:
    std::string name_;
    toml::table root_;
};

/// Terms of one column: which candidates have each.
using Axis = std::map<std::string, std::vector<std::size_t>>;

Axis axis_of(const base::CsvTable& table, std::size_t column) {
    Axis axis;
    for (std::size_t row = 0; row < table.row_count(); ++row) {
        std::set<std::string> terms;
        for (const std::string& term : base::split(table.text(row, column), ';')) {
            if (!base::trimmed(term).empty()) terms.emplace(base::trimmed(term));
        }
        for (const std::string& term : terms) axis[term].push_back(row);
    }
    return axis;
}

class Builder {
  public:
    Builder(const base::CsvTable& table, const QuotaFile& file) : table_(table), file_(file) {}

    const Axis& axis(const toml::key& key) {
        const std::string name(key.str());
        const auto column = table_.find_column(name);
        if (!column || name == "id" || name == "weight") {
            file_.fail(key.source(), table_.name() + " has no column of this name.",
                       "Name a column of the candidates.");
        }
        const auto found = axes_.find(name);
        return found != axes_.end() ? found->second
                                    : axes_.emplace(name, axis_of(table_, *column)).first->second;
    }

    Quota quota(const toml::table& entry) {
        file_.allow_only(entry, {"terms", "min", "max"});
        const toml::table* terms = entry["terms"].as_table();
        if (terms == nullptr || terms->empty() || !(entry.contains("min") || entry.contains("max"))) {
            file_.fail(entry.source(), "a quota needs terms and a min or a max.",
                       "Example: terms = {modality = \"CT\"}, min = 20.");
        }
        Quota quota;
        bool first = true;
        for (const auto& [key, value] : *terms) {
            const auto term = value.value_exact<std::string>();
            if (!term) file_.fail(value.source(), "a term is a text.", "");
            const Axis& column = axis(key);
            const auto found = column.find(*term);
            const std::vector<std::size_t> with =
                found == column.end() ? std::vector<std::size_t>{} : found->second;
            quota.name += (first ? "" : " and ") + std::string(key.str()) + " = " + *term;
            quota.members = first ? with : both(quota.members, with);
            first = false;
        }
        if (entry.contains("min")) quota.low = file_.whole_number(*entry.get("min"));
        if (entry.contains("max")) quota.high = file_.whole_number(*entry.get("max"));
        return quota;
    }

    GroupLimit limit(const toml::key& key, const toml::node& value) {
        GroupLimit limit{
            std::string(key.str()) + ": at most " + std::to_string(file_.whole_number(value)) + " of each",
            std::vector<long>(table_.row_count(), -1), file_.whole_number(value)};
        long group = 0;
        for (const auto& [term, members] : axis(key)) {
            for (const std::size_t row : members) {
                if (limit.group_of[row] >= 0) {
                    table_.fail(row, *table_.find_column(key.str()),
                                "a limited column holds one value a candidate.", "Keep one of them.");
                }
                limit.group_of[row] = group;
            }
            ++group;
        }
        return limit;
    }

  private:
    static std::vector<std::size_t> both(const std::vector<std::size_t>& a,
                                         const std::vector<std::size_t>& b) {
        std::vector<std::size_t> result;
        std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(result));
        return result;
    }

    const base::CsvTable& table_;
    const QuotaFile& file_;
    std::map<std::string, Axis> axes_;
};

void read_candidates(const base::CsvTable& table, AssemblyInput& input) {
    const std::size_t id = table.column("id");
    const auto weight = table.find_column("weight");
    std::set<std::string> seen;
    for (std::size_t row = 0; row < table.row_count(); ++row) {
        if (!seen.insert(table.required_text(row, id)).second) {
            table.fail(row, id, "this candidate was listed before.", "Keep one of the rows.");
        }
        input.ids.push_back(table.text(row, id));
        input.problem.weights.push_back(weight ? table.number(row, *weight) : 1.0);
    }
}

}  // namespace

AssemblyInput read_assembly(const std::filesystem::path& candidates, const std::filesystem::path& quotas) {
    const base::CsvTable table = base::read_csv(candidates);
    table.require_rows();
    const QuotaFile file(quotas);
    const toml::table& root = file.root();
    file.allow_only(root, {"size", "time_limit_s", "limits", "quota"});
    AssemblyInput input;
    read_candidates(table, input);
    if (!root.contains("size"))
        file.fail(root.source(), "size is missing.", "Say how many items the exam holds: size = 200.");
    input.problem.size = file.whole_number(*root.get("size"));
    if (const toml::node* limit = root.get("time_limit_s")) {
        input.problem.time_limit_s = static_cast<double>(file.whole_number(*limit));
    }
    Builder builder(table, file);
    if (const toml::table* limits = root["limits"].as_table()) {
        for (const auto& [key, value] : *limits) input.problem.limits.push_back(builder.limit(key, value));
    }
    if (const toml::array* list = root["quota"].as_array()) {
        for (const toml::node& entry : *list) {
            if (!entry.is_table()) file.fail(entry.source(), "a quota is a table.", "Write [[quota]].");
            input.problem.quotas.push_back(builder.quota(*entry.as_table()));
        }
    }
    return input;
}

}  // namespace medal::cli
