from celery import Celery

# Jobs stay in this process; a real shop has a broker.
app = Celery("shop", broker="memory://")
app.autodiscover_tasks()
