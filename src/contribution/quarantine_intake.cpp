// The part of the quarantine that takes bytes in: who may add to a case, and the encrypted file that grows.
#include "base/error.h"
#include "base/log.h"
#include "contribution/quarantine.h"
#include "contribution/quarantine_file.h"
#include "contribution/rules.h"
#include "contribution/store.h"

#include <fcntl.h>
#include <sys/file.h>
#include <tuple>
#include <unistd.h>
#include <utility>
#include <vector>

namespace medal::contribution {
namespace {

using base::Error;
using base::ErrorKind;

/// Whether the size of the row is the size that was announced, or the most that may come.
enum class Length { announced, as_it_ends };

void require_room(work::Unit& unit, CaseId id) {
    const auto& owner = unit.actor();
    const auto one = store::load_case(unit.db(), id);
    if (!owner.is_person() || one.author_id != owner.person_id) {
        throw Error{ErrorKind::not_found, "case.not_found", "There is no such case, or it is not yours."};
    }
    if (!rules::is_open_for_change(one.state)) {
        throw Error{ErrorKind::conflict, "case.not_now", "Files can no longer be added to this case."};
    }
    if (store::count_open_uploads(unit.db(), owner.person_id) >= kMaxOpenUploads) {
        throw Error{ErrorKind::too_many,
                    "tus.too_many",
                    "Too many uploads are under way.",
                    {.hint = "Finish or remove some first."}};
    }
}

}  // namespace

void Quarantine::require_open(const base::Actor& owner, CaseId case_id) {
    work::run(shop_, owner, db::Access::read, [&](work::Unit& unit) { require_room(unit, case_id); });
}

UploadRow Quarantine::add_row(const base::Actor& owner, CaseId case_id, std::uint64_t size_bytes) {
    const auto row = work::run(shop_, owner, db::Access::write, [&](work::Unit& unit) {
        require_room(unit, case_id);
        UploadRow made{unit.new_id<UploadId>(),
                       case_id,
                       owner.person_id,
                       static_cast<std::int64_t>(size_bytes),
                       UploadState::receiving,
                       {},
                       unit.now() + kQuarantineLife_us,
                       unit.now()};
        if (made.size_bytes == 0) made.state = UploadState::complete;
        store::insert(unit.db(), made);
        return made;
    });
    const QuarantineFile file{path_of(row.id), O_WRONLY | O_CREAT | O_EXCL};
    if (!file.is_open()) base::fail_internal("the quarantine cannot be written");
    return row;
}

http::UploadState Quarantine::create(const base::Actor& owner, const http::NewUpload& upload) {
    const auto named = upload.metadata.find("case_id");
    const auto case_id =
        named == upload.metadata.end() ? std::nullopt : base::Scalar<CaseId>::parse(named->second);
    if (!case_id) {
        throw Error{ErrorKind::invalid,
                    "tus.no_case",
                    "The upload does not say to which case it belongs.",
                    {.field = "Upload-Metadata", .hint = "Send case_id in Upload-Metadata."}};
    }
    return state_of(add_row(owner, *case_id, upload.size_bytes));
}

class Quarantine::Writer final : public http::UploadWriter {
  public:
    Writer(Quarantine& quarantine, UploadRow row, base::Actor owner, std::uint64_t offset_bytes,
           http::Commit commit, Length length)
        : quarantine_(quarantine),
          row_(std::move(row)),
          owner_(std::move(owner)),
          // A process that was killed may have left the row without its file.
          file_(quarantine.path_of(row_.id),
                row_.state == UploadState::receiving ? O_WRONLY | O_CREAT : O_WRONLY),
          start_(offset_bytes),
          offset_(offset_bytes),
          commit_(commit),
          length_(length) {
        if (!file_.is_open()) throw_no_such_upload();
        if (::flock(file_.fd(), LOCK_EX | LOCK_NB) != 0) {
            throw Error{ErrorKind::conflict,
                        "tus.locked",
                        "Another request is writing to this upload.",
                        {.hint = "Wait for it to end."}};
        }
        if (quarantine_.received_bytes(row_.id) != offset_bytes) {
            throw Error{ErrorKind::conflict,
                        "tus.offset_mismatch",
                        "The upload is at another offset.",
                        {.hint = "Ask for it with HEAD and go on from there."}};
        }
    }

    void write(std::span<const std::byte> piece) override {
        if (offset_ + piece.size() > static_cast<std::uint64_t>(row_.size_bytes)) {
            throw Error{ErrorKind::too_large, "tus.too_long", "More bytes came than were announced."};
        }
        buffer_.assign(piece.begin(), piece.end());
        quarantine_.apply_keystream(row_.id, offset_, buffer_);
        file_.write_at(offset_, buffer_);
        offset_ += piece.size();
    }

    http::UploadState commit() override {
        if (::fdatasync(file_.fd()) != 0) {
            throw Error{ErrorKind::unavailable, "quarantine.disk", "The upload cannot be stored now."};
        }
        if (length_ == Length::as_it_ends) row_.size_bytes = static_cast<std::int64_t>(offset_);
        if (offset_ == static_cast<std::uint64_t>(row_.size_bytes)) {
            row_.state = UploadState::complete;
            work::run(quarantine_.shop_, owner_, db::Access::write,
                      [&](work::Unit& unit) { store::update(unit.db(), row_); });
        }
        return quarantine_.state_of(row_);
    }

    void abandon() noexcept override {
        if (length_ == Length::as_it_ends) return quarantine_.give_up(owner_, row_.id);
        if (commit_ == http::Commit::at_end)
            std::ignore = ::ftruncate(file_.fd(), static_cast<off_t>(start_));
    }

  private:
    Quarantine& quarantine_;
    UploadRow row_;
    base::Actor owner_;
    QuarantineFile file_;
    std::uint64_t start_;
    std::uint64_t offset_;
    http::Commit commit_;
    Length length_;
    std::vector<std::byte> buffer_;
};

std::unique_ptr<http::UploadWriter> Quarantine::open(const base::Actor& owner, const std::string& id,
                                                     std::uint64_t offset_bytes, http::Commit commit) {
    auto row = work::run(shop_, owner, db::Access::read,
                         [&](work::Unit& unit) { return store::find_upload(unit.db(), upload_id_of(id)); });
    if (!row || row->owner_id != owner.person_id) throw_no_such_upload();
    if (row->state != UploadState::receiving && row->size_bytes != static_cast<std::int64_t>(offset_bytes)) {
        throw Error{ErrorKind::conflict, "tus.offset_mismatch", "The upload is complete already."};
    }
    return std::make_unique<Writer>(*this, std::move(*row), owner, offset_bytes, commit, Length::announced);
}

std::unique_ptr<http::UploadWriter> Quarantine::receive(const base::Actor& owner, CaseId case_id,
                                                        std::uint64_t most_bytes) {
    auto row = add_row(owner, case_id, most_bytes);
    return std::make_unique<Writer>(*this, std::move(row), owner, 0, http::Commit::at_end,
                                    Length::as_it_ends);
}

void Quarantine::give_up(const base::Actor& owner, UploadId id) noexcept {
    try {
        terminate(owner, id.text());
    } catch (const std::exception&) {
        // The case moved on, or the database is away: what has no end in time is swept with what expires.
        base::log_warning("quarantine.not_given_up", {{"upload", id.text()}});
    }
}

}  // namespace medal::contribution
