// What was done to each file and why: never a value. Shown to the contributor and to ethics boards.
#pragma once

#include "base/reflect.h"
#include "imaging/burned_in/text_region.h"
#include "imaging/deid/policy.h"
#include "imaging/finding.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

namespace medal::imaging::deid {

enum class FileStatus { written, refused, quarantined };
BOOST_DESCRIBE_ENUM(FileStatus, written, refused, quarantined)

struct ReportAction {
    std::string tag;
    std::string keyword;
    /// The letter of PS3.15, E.1.
    std::string action;
    std::string option;
    std::string reason;
    std::uint64_t count = 1;
    bool operator==(const ReportAction&) const = default;
};
BOOST_DESCRIBE_STRUCT(ReportAction, (), (tag, keyword, action, option, reason, count))

struct Verification {
    std::uint64_t leaks = 0;
};
BOOST_DESCRIBE_STRUCT(Verification, (), (leaks))

/// How likely a picture holds burned-in text, see painting.h.
enum class TextRisk { none, low, usual };
BOOST_DESCRIBE_ENUM(TextRisk, none, low, usual)

/// Burned-in text of one file: where it stands and how many boxes were painted over; never what it says.
struct TextReport {
    bool is_searched = false;
    std::vector<burned_in::TextRegion> regions;
    std::uint64_t painted = 0;
};
BOOST_DESCRIBE_STRUCT(TextReport, (), (is_searched, regions, painted))

/// Which of the given files something came from; a path may identify, so this is in no report.
struct FileOrigin {
    std::filesystem::path given;
    /// Of an archive: which of its entries, from 1.
    std::optional<std::uint64_t> member{};
};

struct FileReport {
    /// As given by the caller; the only place where a name from the input may appear.
    std::string input;
    /// JSON null, or the name of the written file below the output folder.
    base::JsonText output;
    /// Files of one study have one number, counted from 1 over the batch; 0 where a file belongs to none.
    std::uint64_t study = 0;
    FileStatus status = FileStatus::refused;
    std::string reason;
    std::vector<Finding> findings;
    std::vector<ReportAction> actions;
    TextReport burned_in;
    Verification verification;

    /// The same as `output`, for C++; not part of the JSON.
    std::optional<std::string> output_name;
    /// Not part of the JSON either.
    FileOrigin origin;
    void set_output(const std::string& name);
};
BOOST_DESCRIBE_STRUCT(FileReport, (),
                      (input, output, study, status, reason, findings, actions, burned_in, verification))

/// Counts equal actions while a file is rewritten; cheap enough for every element.
class ActionLog {
  public:
    void add(dicom::Tag tag, Action action, Option option, std::string_view reason) {
        ++counts_[{tag.number, action, option, reason}];
    }
    /// For formats without tags: `name` is the part that was treated ("EXIF", "tEXt").
    void add_part(std::string name, std::string action, std::string reason);
    std::vector<ReportAction> entries() const;

  private:
    struct Key {
        std::uint32_t tag;
        Action action;
        Option option;
        std::string_view reason;
        auto operator<=>(const Key&) const = default;
    };
    std::map<Key, std::uint64_t> counts_;
    std::vector<ReportAction> parts_;
};

}  // namespace medal::imaging::deid
