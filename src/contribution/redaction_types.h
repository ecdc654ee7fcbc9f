// What people make unreadable in the images of a case after de-identification: regions in pictures, the face
// of a volume; and what they say is nothing to hide. The rows, the command and what is shown of both.
#pragma once

#include "base/hash.h"
#include "contribution/types.h"
#include "imaging/redact/region.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace medal::contribution {

using RedactionId = base::Id<struct RedactionTag>;

constexpr const char* kRedactJob = "contribution.redact_case";
constexpr std::size_t kMostRegions = 200;
/// A volume without its face waits so long for a person's word.
constexpr std::int64_t kPreviewLife_us = 24 * base::kHour_us;

enum class RedactionKind { regions, deface, dismissal };
BOOST_DESCRIBE_ENUM(RedactionKind, regions, deface, dismissal)

/// `working`: the job has it. `preview`: a person has to confirm. `confirmed`: the job puts it in place.
enum class RedactionState { working, preview, confirmed, done, discarded, expired, failed };
BOOST_DESCRIBE_ENUM(RedactionState, working, preview, confirmed, done, discarded, expired, failed)

/// In pixels of the shown picture; frames of the asset from 0, both ends included.
struct RedactionRegion {
    std::int64_t frame_from = 0;
    std::int64_t frame_to = 0;
    std::int64_t x = 0;
    std::int64_t y = 0;
    std::int64_t width = 0;
    std::int64_t height = 0;
    imaging::redact::Style style = imaging::redact::Style::fill;
    imaging::redact::Subject subject = imaging::redact::Subject::text;
};
BOOST_DESCRIBE_STRUCT(RedactionRegion, (), (frame_from, frame_to, x, y, width, height, style, subject))

/// Either regions, or the face of a volume, which is shown first.
struct RedactionCommand {
    AssetId asset_id;
    std::vector<RedactionRegion> regions;
    std::optional<bool> deface;
    std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(RedactionCommand, (), (asset_id, regions, deface, reason))

/// Boxes that a search found and that hide nothing, in a person's word.
struct DismissalCommand {
    AssetId asset_id;
    std::vector<RedactionRegion> regions;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(DismissalCommand, (), (asset_id, regions, reason))

enum class PreviewDecision { confirm, discard };
BOOST_DESCRIBE_ENUM(PreviewDecision, confirm, discard)

struct PreviewCommand {
    PreviewDecision decision = PreviewDecision::discard;
};
BOOST_DESCRIBE_STRUCT(PreviewCommand, (), (decision))

/// One file of an asset, and what stands in its place once it is redacted.
struct ReplacedFile {
    base::Sha256 from;
    base::Sha256 to;
    std::string media_type;
    std::int64_t bytes = 0;
};
BOOST_DESCRIBE_STRUCT(ReplacedFile, (), (from, to, media_type, bytes))

struct PreviewPicture {
    std::string name;
    base::Sha256 before;
    base::Sha256 after;
};
BOOST_DESCRIBE_STRUCT(PreviewPicture, (), (name, before, after))

struct Preview {
    std::vector<ReplacedFile> files;
    std::vector<PreviewPicture> pictures;
    std::int64_t voxels_removed = 0;
};
BOOST_DESCRIBE_STRUCT(Preview, (), (files, pictures, voxels_removed))

struct RedactionRow {
    RedactionId id;
    CaseId case_id;
    AssetId asset_id;
    base::PersonId person_id;
    std::string person_name;
    RedactionKind kind = RedactionKind::regions;
    RedactionState state = RedactionState::working;
    std::vector<RedactionRegion> regions;
    std::string reason;
    std::int64_t frames_changed = 0;
    /// Why it could not be done, for the person.
    std::string failure;
    Preview preview;
    base::Instant created_at;
    std::optional<base::Instant> finished_at;
    std::optional<base::Instant> expires_at;
};
BOOST_DESCRIBE_STRUCT(RedactionRow, (),
                      (id, case_id, asset_id, person_id, person_name, kind, state, regions, reason,
                       frames_changed, failure, preview, created_at, finished_at, expires_at))

struct PictureView {
    std::string name;
    std::string before_url;
    std::string after_url;
};
BOOST_DESCRIBE_STRUCT(PictureView, (), (name, before_url, after_url))

struct RedactionView {
    RedactionId id;
    AssetId asset_id;
    std::string person_name;
    RedactionKind kind = RedactionKind::regions;
    RedactionState state = RedactionState::working;
    std::vector<RedactionRegion> regions;
    std::string reason;
    std::int64_t frames_changed = 0;
    std::optional<std::string> failure;
    std::vector<PictureView> pictures;
    std::int64_t voxels_removed = 0;
    base::Instant created_at;
    std::optional<base::Instant> finished_at;
    std::optional<base::Instant> expires_at;
};
BOOST_DESCRIBE_STRUCT(RedactionView, (),
                      (id, asset_id, person_name, kind, state, regions, reason, frames_changed, failure,
                       pictures, voxels_removed, created_at, finished_at, expires_at))

}  // namespace medal::contribution
