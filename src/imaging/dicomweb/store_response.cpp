#include "imaging/dicomweb/store_response.h"

#include "imaging/dicomweb/attributes.h"

#include <algorithm>

namespace medal::imaging::dicomweb {
namespace {

namespace vr = dicom::vr;
using dicom::Tag;

constexpr std::uint16_t kCoercion = 0xB000;
constexpr Tag kSopClass{0x00081150}, kSopInstance{0x00081155}, kRetrieveUrl{0x00081190}, kWarning{0x00081196},
    kFailure{0x00081197}, kFailed{0x00081198}, kStored{0x00081199}, kOtherFailures{0x0008119A};

Record item_of(const StoreOutcome& outcome) {
    Record item;
    if (!outcome.head.sop_instance_uid.empty()) {
        item[kSopClass] = text_attribute(vr::UI, {outcome.head.sop_class_uid});
        item[kSopInstance] = text_attribute(vr::UI, {outcome.head.sop_instance_uid});
    }
    if (outcome.failure == StoreFailure::none) {
        item[kRetrieveUrl] = text_attribute(vr::UR, {});
        item[kWarning] = number_attribute(vr::US, kCoercion);
    } else {
        item[kFailure] = number_attribute(vr::US, static_cast<std::int64_t>(outcome.failure));
    }
    return item;
}

Tag sequence_for(const StoreOutcome& outcome) {
    if (outcome.failure == StoreFailure::none) return kStored;
    return outcome.head.sop_instance_uid.empty() ? kOtherFailures : kFailed;
}

}  // namespace

std::string store_response(const std::vector<StoreOutcome>& outcomes) {
    std::map<Tag, std::vector<Record>> sequences;
    for (const auto& outcome : outcomes) sequences[sequence_for(outcome)].push_back(item_of(outcome));
    Record response;
    response[kRetrieveUrl] = text_attribute(vr::UR, {});
    for (const auto& [tag, items] : sequences) response[tag] = sequence_attribute(items);
    return json_of(response);
}

int store_status(const std::vector<StoreOutcome>& outcomes) {
    const bool is_any_stored = std::any_of(outcomes.begin(), outcomes.end(), [](const auto& outcome) {
        return outcome.failure == StoreFailure::none;
    });
    return is_any_stored ? 202 : 409;
}

}  // namespace medal::imaging::dicomweb
