"""Transactions and connections, none of which has an awaitable twin."""

from __future__ import annotations

from asgiref.sync import sync_to_async
from django.db import connection, connections, transaction
from django.db import close_old_connections, reset_queries
from django.db.transaction import atomic
from django.test.utils import CaptureQueriesContext

from bodies.marks import possible
from library.models import Book


async def atomic_with():
    with transaction.atomic():
        pass


async def atomic_with_awaited_work():
    with transaction.atomic():
        await Book.objects.acreate(title="New", author_id=1)


async def atomic_imported_by_name():
    with atomic():
        pass


async def atomic_using():
    with transaction.atomic(using="default", savepoint=False):
        pass


async def atomic_made():
    """Nothing happens until it is entered."""
    return transaction.atomic()


async def atomic_async_with():
    """It is no asynchronous context manager."""
    async with transaction.atomic():
        pass


async def atomic_as_a_decorator_of_an_async_function():
    """The transaction begins when the function is called, before it is awaited."""

    @transaction.atomic
    async def work():
        return 1

    return await work()


async def atomic_as_a_decorator_with_arguments():
    @transaction.atomic(durable=True)
    async def work():
        return 1

    return await work()


async def atomic_as_a_decorator_of_a_sync_function():
    @transaction.atomic
    def work():
        return 1

    return work()


async def atomic_as_a_decorator_and_not_called():
    @transaction.atomic
    def work():
        return Book.objects.count()

    return work


@transaction.atomic
async def decorated_body():
    """The decorator hides that the function is async."""
    return 1


async def atomic_in_a_thread():
    @sync_to_async
    def work():
        with transaction.atomic():
            return Book.objects.count()

    return await work()


async def on_commit():
    transaction.on_commit(lambda: None)


async def on_commit_in_atomic():
    with transaction.atomic():
        transaction.on_commit(lambda: None)


async def on_commit_in_a_thread():
    await sync_to_async(transaction.on_commit)(lambda: None)


async def commit():
    transaction.commit()


async def rollback():
    transaction.rollback()


async def savepoint():
    return transaction.savepoint()


async def savepoint_commit():
    transaction.savepoint_commit("s1")


async def savepoint_rollback():
    transaction.savepoint_rollback("s1")


async def clean_savepoints():
    transaction.clean_savepoints()


async def get_autocommit():
    return transaction.get_autocommit()


async def set_autocommit():
    transaction.set_autocommit(True)


async def get_connection():
    return transaction.get_connection()


async def get_rollback():
    """Outside of a transaction it is an error, but no query."""
    try:
        return transaction.get_rollback()
    except transaction.TransactionManagementError:
        return None


async def set_rollback():
    try:
        transaction.set_rollback(False)
    except transaction.TransactionManagementError:
        return None


async def mark_for_rollback_on_error():
    with transaction.mark_for_rollback_on_error():
        return 1


async def non_atomic_requests():
    @transaction.non_atomic_requests
    async def view():
        return 1

    return await view()


async def select_for_update_is_lazy():
    return Book.objects.select_for_update().filter(pk=1)


async def cursor():
    with connection.cursor() as cursor:
        cursor.execute("select 1")


async def cursor_of_connections():
    with connections["default"].cursor() as cursor:
        cursor.execute("select 1")


async def cursor_in_a_thread():
    def ask():
        with connection.cursor() as cursor:
            return cursor.execute("select 1").fetchone()

    return await sync_to_async(ask)()


async def ensure_connection():
    connection.ensure_connection()


async def connect():
    connection.connect()


async def connection_commit():
    connection.commit()


async def connection_rollback():
    connection.rollback()


async def connection_savepoint():
    connection.savepoint()


async def connection_on_commit():
    connection.on_commit(lambda: None)


async def connection_get_autocommit():
    return connection.get_autocommit()


async def connection_set_autocommit():
    connection.set_autocommit(True)


async def connection_close():
    connection.close()


async def connection_vendor():
    return connection.vendor


async def connection_queries():
    return connection.queries


async def connection_in_atomic_block():
    return connection.in_atomic_block


async def connection_execute_wrapper():
    with connection.execute_wrapper(lambda execute, *rest: execute(*rest)):
        return 1


async def connection_table_names():
    return connection.introspection.table_names()


async def connection_schema_editor():
    with connection.schema_editor():
        pass


async def schema_editor_made():
    """Nothing happens until it is entered."""
    return connection.schema_editor()


async def connections_all():
    return connections.all()


async def connections_close_all():
    """It closes each connection that the event loop has, and there is none."""
    connections.close_all()


@possible("whether this thread has a connection is no matter of one function")
async def connections_close_all_with_one():
    """Merely asking for it makes one."""
    if connection.vendor:
        connections.close_all()


async def closing_old_connections():
    """There is none in this thread."""
    close_old_connections()


async def resetting_queries():
    reset_queries()


async def capturing_queries():
    with CaptureQueriesContext(connection):
        pass


async def connection_savepoint_commit():
    connection.savepoint_commit("s1")


async def connection_savepoint_rollback():
    connection.savepoint_rollback("s1")


async def connection_clean_savepoints():
    connection.clean_savepoints()


async def connection_get_rollback():
    try:
        return connection.get_rollback()
    except transaction.TransactionManagementError:
        return None


async def connection_set_rollback():
    try:
        connection.set_rollback(False)
    except transaction.TransactionManagementError:
        return None


async def connection_alias():
    return connection.alias
