// The body of a STOW-RS request on its way into the quarantine: each part that is a DICOM file becomes one
// upload of a draft case, encrypted as it arrives. All or nothing where the request itself breaks; a part
// that is refused leaves the others.
#pragma once

#include "contribution/quarantine.h"
#include "http/body.h"
#include "http/multipart_reader.h"
#include "imaging/dicomweb/store_response.h"
#include "imaging/worker/drawing_desk.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace medal::api {

inline constexpr std::size_t kMaxStoredParts = 2000;
inline constexpr std::uint64_t kMaxStoredPartBytes = std::uint64_t{4} << 30U;

struct StowTarget {
    base::Actor owner;
    contribution::CaseId case_id;
    /// Empty where the address names none.
    std::string study_uid;
};

class StowSink final : public http::BodySink {
  public:
    struct Rooms {
        contribution::Quarantine& quarantine;
        imaging::worker::DrawingDesk& desk;
    };

    StowSink(Rooms rooms, StowTarget target, const std::string& boundary);
    /// Without `finish` nothing of the request stays.
    ~StowSink() override;

    void write(std::span<const std::byte> piece) override { reader_.read(piece); }
    void broken() noexcept override { parts_.take_back(); }

    /// After the last byte. Throws Error{invalid, "multipart.malformed"} where the body is cut off.
    std::vector<imaging::dicomweb::StoreOutcome> finish();

  private:
    class Parts final : public http::MultipartHandler {
      public:
        Parts(Rooms rooms, StowTarget target) : rooms_(rooms), target_(std::move(target)) {}

        void begin_part(std::string_view head) override;
        void write(std::span<const std::byte> piece) override;
        void end_part() override;

        void take_back() noexcept;
        std::vector<imaging::dicomweb::StoreOutcome> take_outcomes();

      private:
        imaging::dicomweb::StoreOutcome judged() const;

        Rooms rooms_;
        StowTarget target_;
        std::vector<imaging::dicomweb::StoreOutcome> outcomes_;
        std::vector<contribution::UploadId> stored_;
        // Of the part that arrives.
        std::unique_ptr<http::UploadWriter> writer_;
        imaging::dicomweb::StoreFailure refusal_{};
        std::string first_bytes_;
        std::uint64_t bytes_ = 0;
    };

    Parts parts_;
    http::MultipartReader reader_;
};

}  // namespace medal::api
