#include "contribution/quarantine.h"

#include "base/error.h"
#include "base/hash.h"
#include "contribution/quarantine_file.h"
#include "contribution/rules.h"
#include "contribution/store.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <linux/magic.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <tuple>
#include <unistd.h>
#include <utility>
#include <vector>

#include <sodium.h>

namespace medal::contribution {
namespace {

using base::Error;
using base::ErrorKind;
namespace fs = std::filesystem;

constexpr std::size_t kCopyBytes = 1 << 20;
constexpr std::uint64_t kBlockBytes = 64;

void require_memory(const fs::path& folder) {
    struct statfs status {};
    const bool in_memory = ::statfs(folder.c_str(), &status) == 0 &&
                           (status.f_type == TMPFS_MAGIC || status.f_type == RAMFS_MAGIC);
    if (in_memory) return;
    throw Error{
        ErrorKind::unavailable,
        "quarantine.not_in_memory",
        "The quarantine's key must be kept in memory, and its folder is not on a memory file system.",
        {.field = "quarantine.memory_folder", .hint = "Give a folder on tmpfs, for example below /dev/shm."}};
}

// The key is made once and linked into place, so that two processes that start together agree.
std::array<unsigned char, 32> load_or_make_key(const fs::path& path) {
    std::array<unsigned char, 32> key{};
    for (int attempt = 0; attempt < 2; ++attempt) {
        const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
        if (file >= 0) {
            const auto length = ::read(file, key.data(), key.size());
            ::close(file);
            if (length == static_cast<ssize_t>(key.size())) return key;
            base::fail_internal("the quarantine's key is damaged");
        }
        randombytes_buf(key.data(), key.size());
        const auto beside = path.string() + "." + std::to_string(::getpid());
        const int made = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        const bool written =
            made >= 0 && ::write(made, key.data(), key.size()) == static_cast<ssize_t>(key.size());
        if (made >= 0) ::close(made);
        if (written) std::ignore = ::link(beside.c_str(), path.c_str());
        ::unlink(beside.c_str());
    }
    base::fail_internal("the quarantine's key cannot be made");
}

}  // namespace

Quarantine::Quarantine(Places places, work::Workshop& shop) : places_(std::move(places)), shop_(shop) {
    if (sodium_init() < 0) base::fail_internal("libsodium did not start");
    fs::create_directories(places_.folder);
    fs::create_directories(places_.memory_folder);
    fs::permissions(places_.folder, fs::perms::owner_all);
    fs::permissions(places_.memory_folder, fs::perms::owner_all);
    require_memory(places_.memory_folder);
    key_ = load_or_make_key(places_.memory_folder / "quarantine.key");
}

fs::path default_memory_folder(const fs::path& data_folder) {
    const auto name =
        base::sha256(fs::absolute(data_folder).lexically_normal().string()).text().substr(0, 16);
    return fs::path{"/dev/shm"} / ("medal-" + name);
}

fs::path Quarantine::path_of(UploadId id) const {
    return places_.folder / (id.text() + ".bin");
}

void Quarantine::apply_keystream(UploadId id, std::uint64_t offset_bytes, std::span<std::byte> bytes) const {
    const auto nonce = base::hmac_sha256(std::as_bytes(std::span{key_}), base::bytes_of(id.text()));
    // The first block may be entered in its middle: so much keystream is thrown away.
    const auto skipped = static_cast<std::size_t>(offset_bytes % kBlockBytes);
    std::vector<unsigned char> buffer(skipped + bytes.size());
    std::copy(bytes.begin(), bytes.end(), reinterpret_cast<std::byte*>(buffer.data()) + skipped);
    crypto_stream_xchacha20_xor_ic(buffer.data(), buffer.data(), buffer.size(),
                                   reinterpret_cast<const unsigned char*>(nonce.bytes.data()),
                                   offset_bytes / kBlockBytes, key_.data());
    std::copy_n(reinterpret_cast<const std::byte*>(buffer.data()) + skipped, bytes.size(), bytes.begin());
}

std::uint64_t Quarantine::received_bytes(UploadId id) const {
    std::error_code error;
    const auto size = fs::file_size(path_of(id), error);
    return error ? 0 : size;
}

http::UploadState Quarantine::state_of(const UploadRow& row) const {
    http::UploadState state;
    state.id = row.id.text();
    state.size_bytes = static_cast<std::uint64_t>(row.size_bytes);
    const bool is_receiving = row.state == UploadState::receiving;
    state.offset_bytes = is_receiving ? std::min(received_bytes(row.id), state.size_bytes) : state.size_bytes;
    state.expires_at = row.expires_at;
    return state;
}

http::UploadState Quarantine::find(const base::Actor& owner, const std::string& id) {
    const auto row = work::run(shop_, owner, db::Access::read, [&](work::Unit& unit) {
        return store::find_upload(unit.db(), upload_id_of(id));
    });
    if (!row || row->owner_id != owner.person_id) throw_no_such_upload();
    return state_of(*row);
}

void Quarantine::terminate(const base::Actor& owner, const std::string& id) {
    const auto upload = upload_id_of(id);
    work::run(shop_, owner, db::Access::write, [&](work::Unit& unit) {
        const auto row = store::find_upload(unit.db(), upload);
        if (!row || row->owner_id != owner.person_id) throw_no_such_upload();
        if (!rules::is_open_for_change(store::load_case(unit.db(), row->case_id).state)) {
            throw Error{ErrorKind::conflict, "case.not_now", "The case is being processed."};
        }
        store::remove_upload(unit.db(), upload);
    });
    shred(upload);
}

Quarantine::ClearFolder::ClearFolder(fs::path path) : path_(std::move(path)) {
    fs::remove_all(path_);
    fs::create_directories(path_);
    fs::permissions(path_, fs::perms::owner_all);
}

Quarantine::ClearFolder::~ClearFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

Quarantine::ClearFolder Quarantine::make_clear_folder(CaseId id) const {
    return ClearFolder{places_.memory_folder / ("case-" + id.text())};
}

void Quarantine::decrypt(UploadId id, const fs::path& target) const {
    const QuarantineFile from{path_of(id), O_RDONLY};
    const QuarantineFile to{target, O_WRONLY | O_CREAT | O_TRUNC};
    if (!from.is_open()) {
        throw Error{ErrorKind::not_found,
                    "quarantine.gone",
                    "The uploaded file is no longer there.",
                    {.hint = "Upload it again."}};
    }
    if (!to.is_open()) base::fail_internal("the memory folder cannot be written");
    std::vector<std::byte> buffer(kCopyBytes);
    std::uint64_t offset = 0;
    for (;;) {
        const auto length = ::read(from.fd(), buffer.data(), buffer.size());
        if (length < 0 && errno == EINTR) continue;
        if (length < 0) base::fail_internal("the quarantine cannot be read");
        if (length == 0) return;
        const std::span<std::byte> part{buffer.data(), static_cast<std::size_t>(length)};
        apply_keystream(id, offset, part);
        to.write_at(offset, part);
        offset += part.size();
    }
}

// The bytes are ciphertext under a key that is never on disk: unlinking them is enough.
void Quarantine::shred(UploadId id) const {
    std::error_code ignored;
    fs::remove(path_of(id), ignored);
}

int Quarantine::shred_expired() {
    constexpr std::int64_t kBatch = 500;
    const auto gone = work::run(shop_, base::system_actor(), db::Access::write, [&](work::Unit& unit) {
        auto rows = store::expired_uploads(unit.db(), unit.now(), kBatch);
        for (const auto& row : rows) store::remove_upload(unit.db(), row.id);
        return rows;
    });
    for (const auto& row : gone) shred(row.id);
    return static_cast<int>(gone.size());
}

bool Quarantine::is_awaited(UploadId id) const {
    const auto row = db::transact(shop_.database, db::Access::read,
                                  [&](db::Session& session) { return store::find_upload(session, id); });
    return row && (row->state == UploadState::receiving || row->state == UploadState::complete);
}

bool Quarantine::is_processing(CaseId id) const {
    return db::transact(shop_.database, db::Access::read, [&](db::Session& session) {
        const auto one = store::find_case(session, id);
        return one && one->state == CaseState::processing;
    });
}

// The row of an upload is there before its file, and a case is processing before its folder is.
int Quarantine::shred_leftovers() {
    constexpr std::string_view kCasePrefix = "case-";
    int count = 0;
    for (const auto& entry : fs::directory_iterator{places_.folder}) {
        const auto id = base::Scalar<UploadId>::parse(entry.path().stem().string());
        if (!id || is_awaited(*id)) continue;
        shred(*id);
        ++count;
    }
    for (const auto& entry : fs::directory_iterator{places_.memory_folder}) {
        const auto name = entry.path().filename().string();
        if (!name.starts_with(kCasePrefix)) continue;
        const auto id = base::Scalar<CaseId>::parse(name.substr(kCasePrefix.size()));
        if (!id || is_processing(*id)) continue;
        std::error_code ignored;
        fs::remove_all(entry.path(), ignored);
        ++count;
    }
    return count;
}

}  // namespace medal::contribution
