#include "imaging/deid/report.h"

#include "base/json.h"
#include "imaging/dicom/dictionary.h"

namespace medal::imaging::deid {

void FileReport::set_output(const std::string& name) {
    output.text = base::to_json(name);
    output_name = name;
}

void ActionLog::add_part(std::string name, std::string action, std::string reason) {
    for (auto& part : parts_) {
        if (part.keyword == name && part.action == action && part.reason == reason) {
            ++part.count;
            return;
        }
    }
    parts_.push_back({.tag = {},
                      .keyword = std::move(name),
                      .action = std::move(action),
                      .option = std::string{name_of(Option::basic)},
                      .reason = std::move(reason)});
}

std::vector<ReportAction> ActionLog::entries() const {
    std::vector<ReportAction> entries;
    entries.reserve(counts_.size() + parts_.size());
    for (const auto& [key, count] : counts_) {
        const dicom::Tag tag{key.tag};
        entries.push_back({.tag = dicom::to_text(tag),
                           .keyword = std::string{dicom::keyword_of(tag)},
                           .action = std::string{letter_of(key.action)},
                           .option = std::string{name_of(key.option)},
                           .reason = std::string{key.reason},
                           .count = count});
    }
    entries.insert(entries.end(), parts_.begin(), parts_.end());
    return entries;
}

}  // namespace medal::imaging::deid
