#include "work/unit.h"

namespace medal::work {

void Unit::emit(const audit::NewEvent& event) {
    audit::append(session_, actor_, now_, event);
}

void Unit::enqueue(const jobs::NewJob& job) {
    jobs::enqueue(session_, now_, shop_.random, job);
    has_jobs_ = true;
}

void Unit::mail(const mail::Message& message) {
    mail::enqueue(session_, now_, shop_.random, message);
    enqueue({.kind = std::string{mail::kDeliverJob}, .unique_key = std::string{mail::kDeliverJob}});
}

void Unit::keep_blob(const base::Sha256& hash, const std::string& owner, std::int64_t bytes) {
    blob::keep(session_, hash, owner, bytes);
}

void Unit::let_blobs_go(const std::string& owner) {
    blob::let_go(session_, owner);
}

}  // namespace medal::work
