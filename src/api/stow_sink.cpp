#include "api/stow_sink.h"

#include "base/error.h"
#include "base/text.h"
#include "http/headers.h"

#include <algorithm>
#include <utility>

namespace medal::api {
namespace {

using contribution::UploadId;
using imaging::dicomweb::StoreFailure;
using imaging::dicomweb::StoreOutcome;

bool is_dicom(std::string_view content_type) {
    return http::equal_without_case(base::trimmed(content_type.substr(0, content_type.find(';'))),
                                    "application/dicom");
}

}  // namespace

StowSink::StowSink(Rooms rooms, StowTarget target, const std::string& boundary)
    : parts_(rooms, std::move(target)), reader_(boundary, {.max_parts = kMaxStoredParts}, parts_) {}

StowSink::~StowSink() {
    parts_.take_back();
}

std::vector<StoreOutcome> StowSink::finish() {
    try {
        reader_.finish();
    } catch (const base::Error&) {
        parts_.take_back();  // Here, where waiting for the database holds nobody up.
        throw;
    }
    return parts_.take_outcomes();
}

void StowSink::Parts::begin_part(std::string_view head) {
    first_bytes_.clear();
    bytes_ = 0;
    refusal_ = StoreFailure::none;
    if (!is_dicom(http::part_field(head, "content-type"))) {
        refusal_ = StoreFailure::other_media_type;
        return;
    }
    try {
        writer_ = rooms_.quarantine.receive(target_.owner, target_.case_id, kMaxStoredPartBytes);
    } catch (const base::Error& error) {
        if (error.kind() != base::ErrorKind::too_many) throw;
        refusal_ = StoreFailure::out_of_resources;
    }
}

void StowSink::Parts::write(std::span<const std::byte> piece) {
    bytes_ += piece.size();
    if (bytes_ > kMaxStoredPartBytes) {
        throw base::Error{base::ErrorKind::too_large,
                          "dicomweb.part_too_large",
                          "A part is larger than one file may be.",
                          {.hint = "Send files above 4 GiB by tus, under /files."}};
    }
    const auto wanted = std::min(piece.size(), imaging::dicom::kInstanceHead_bytes - first_bytes_.size());
    first_bytes_.append(reinterpret_cast<const char*>(piece.data()), wanted);
    if (writer_) writer_->write(piece);
}

void StowSink::Parts::end_part() {
    if (!writer_) return outcomes_.push_back({refusal_, {}});
    auto outcome = judged();
    const auto writer = std::exchange(writer_, nullptr);
    if (outcome.failure != StoreFailure::none) {
        writer->abandon();
    } else if (const auto id = base::Scalar<UploadId>::parse(writer->commit().id)) {
        stored_.push_back(*id);
    }
    outcomes_.push_back(std::move(outcome));
}

// The first bytes are read by a sandboxed worker; one that they crash has understood nothing.
StoreOutcome StowSink::Parts::judged() const {
    try {
        auto head = rooms_.desk.read_head(first_bytes_);
        if (!head) return {StoreFailure::cannot_understand, {}};
        const bool is_other = !target_.study_uid.empty() && head->study_uid != target_.study_uid;
        return {is_other ? StoreFailure::other_study : StoreFailure::none, std::move(*head)};
    } catch (const base::Error& error) {
        if (error.kind() != base::ErrorKind::invalid) throw;
        return {StoreFailure::cannot_understand, {}};
    }
}

void StowSink::Parts::take_back() noexcept {
    if (writer_) writer_->abandon();
    writer_.reset();
    for (const auto id : stored_) rooms_.quarantine.give_up(target_.owner, id);
    stored_.clear();
}

std::vector<StoreOutcome> StowSink::Parts::take_outcomes() {
    stored_.clear();
    return std::move(outcomes_);
}

}  // namespace medal::api
